import { ONNX_FILES, type Precision, PRECISIONS } from '../../../core/contract/export';
import { buildOnnx, type OnnxSource } from '../onnx/build';
import { dataBytes, needsExternalData, writeExternalData, writeOnnx } from '../onnx/write';
import type { ExportEntry } from '../entry';
import type { ExportInput } from '../input';

/** The model as ONNX graphs of all precisions that can be made, weights in a file of their own where one file would be too large for protobuf. */
export function onnxEntries(input: ExportInput): readonly ExportEntry[] {
  const source: OnnxSource = {
    architecture: input.base.architecture,
    configJson: input.configJson,
    task: input.run.spec.task,
    labelCount: input.run.spec.labels.length,
    weights: input.weights,
  };
  const isMade = (precision: Precision) => !input.unmade.some((each) => each.precision === precision);
  return PRECISIONS.filter(isMade).flatMap((precision) => {
    const name = ONNX_FILES[precision];
    const graph = buildOnnx(source, precision);
    if (!needsExternalData(graph)) return [{ name, write: (sink) => writeOnnx(graph, sink) }];
    const dataName = `${name}_data`;
    const baseName = dataName.slice(dataName.lastIndexOf('/') + 1);
    return [
      { name, write: (sink) => writeOnnx(graph, sink, baseName) },
      { name: dataName, sizeBytes: dataBytes(graph), write: (sink) => writeExternalData(graph, sink) },
    ];
  });
}
