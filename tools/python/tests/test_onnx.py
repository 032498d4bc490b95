"""The ONNX files of an exported zip: valid, and in ONNX Runtime what the studio and transformers compute."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from google.protobuf import descriptor_pb2
from grpc_tools import protoc
from safetensors.numpy import load_file
from transformers import AutoTokenizer

SCHEMA = Path(__file__).resolve().parents[3] / "src/engine/export/onnx/schema/onnx.proto"

# The largest difference of logits; int8 is judged by what it predicts.
BOUNDS = {"model": 1e-4, "model_fp16": 2e-2}
FILES = ("model", "model_fp16", "model_quantized")


def session_of(export, name):
    return onnxruntime.InferenceSession(export.folder / "onnx" / f"{name}.onnx", providers=["CPUExecutionProvider"])


def logits_of(export, name, texts):
    tokenizer = AutoTokenizer.from_pretrained(export.folder)
    batch = tokenizer(
        texts, truncation=True, max_length=export.expected["max_length"], padding=True, return_tensors="np"
    )
    session = session_of(export, name)
    feeds = {given.name: batch[given.name].astype(np.int64) for given in session.get_inputs()}
    (logits,) = session.run(["logits"], feeds)
    return export.of_tokens_that_are_there(logits, batch)


@pytest.mark.parametrize("name", FILES)
def test_is_a_valid_graph_of_a_released_opset(export, name):
    path = export.folder / "onnx" / f"{name}.onnx"
    onnx.checker.check_model(path, full_check=True)
    model = onnx.load(path)
    assert [(entry.domain, entry.version) for entry in model.opset_import] == [("", 18)]


@pytest.mark.parametrize("name", FILES)
def test_inputs_and_output_are_what_transformers_js_expects(export, name):
    session = session_of(export, name)
    inputs = {given.name: (given.type, given.shape) for given in session.get_inputs()}
    shape = ["batch_size", "sequence_length"]
    assert inputs == {
        key: ("tensor(int64)", shape) for key in ("input_ids", "attention_mask", "token_type_ids")
    }
    (output,) = session.get_outputs()
    labels = len(export.expected["labels"])
    assert (output.name, output.type) == ("logits", "tensor(float)")
    assert output.shape in (["batch_size", labels], [*shape, labels])


@pytest.mark.parametrize("name", BOUNDS)
def test_logits_are_those_of_the_studio(export, name):
    logits = logits_of(export, name, export.expected["texts"])
    expected = np.array(export.expected["logits"])
    assert logits.shape == expected.shape
    assert np.abs(logits - expected).max() <= BOUNDS[name]


def test_int8_is_near_enough_to_decide_alike_where_the_scores_are_apart(export):
    logits = logits_of(export, "model_quantized", export.expected["texts"])
    expected = np.array(export.expected["logits"])
    error = np.abs(logits - expected).max()
    assert error <= 0.1 * np.ptp(expected)
    best = np.sort(expected, axis=-1)
    clear = best[..., -1] - best[..., -2] > 2 * error
    assert clear.any()
    assert (logits.argmax(-1) == expected.argmax(-1))[clear].all()


def test_numbers_take_the_room_of_their_type(export):
    numbers = {name: stored_bytes(export, name) for name in FILES}
    weights = sum(tensor.size for tensor in load_file(export.folder / "model.safetensors").values())
    few = 200  # single numbers of the graph itself
    assert numbers["model"]["FLOAT"] == pytest.approx(4 * weights, abs=4 * few)
    assert numbers["model_fp16"]["FLOAT16"] == pytest.approx(2 * weights, abs=2 * few)
    assert "FLOAT" not in numbers["model_fp16"]
    tables = {t.name.removesuffix(".int8"): t for t in initializers(export, "model_quantized") if t.data_type == 3}
    matrices = {t.name: t for t in initializers(export, "model") if len(t.dims) == 2}
    whole = [name for name in matrices if "position_embeddings" not in name and "token_type" not in name]
    assert set(tables) == set(whole)
    assert all(list(tables[name].dims) == list(matrices[name].dims) for name in whole)


def initializers(export, name):
    return onnx.load(export.folder / "onnx" / f"{name}.onnx").graph.initializer


def stored_bytes(export, name):
    sums = {}
    for tensor in initializers(export, name):
        kind = onnx.TensorProto.DataType.Name(tensor.data_type)
        sums[kind] = sums.get(kind, 0) + len(tensor.raw_data)
    return sums


def test_the_schema_is_that_of_onnx(tmp_path):
    """Names, numbers, types and labels of every field and enum value that the writer knows."""
    compiled = tmp_path / "schema.bin"
    command = ["protoc", f"--proto_path={SCHEMA.parent}", f"--descriptor_set_out={compiled}", SCHEMA.name]
    assert protoc.main(command) == 0
    ours = descriptor_pb2.FileDescriptorSet.FromString(compiled.read_bytes()).file[0]
    theirs = descriptor_pb2.FileDescriptorProto()
    onnx.ModelProto.DESCRIPTOR.file.CopyToProto(theirs)
    names = {message.name: message for message in theirs.message_type}
    assert ours.message_type
    for message in ours.message_type:
        compare(message, names[message.name])


def compare(ours, theirs):
    fields = {field.name: field for field in theirs.field}
    for field in ours.field:
        other = fields[field.name]
        assert (field.number, field.type, field.label) == (other.number, other.type, other.label), field.name
        assert field.type_name.split(".")[-1] == other.type_name.split(".")[-1]
    for name in ("nested_type", "enum_type"):
        nested = {one.name: one for one in getattr(theirs, name)}
        for one in getattr(ours, name):
            if name == "nested_type":
                compare(one, nested[one.name])
            else:
                values = {value.name: value.number for value in nested[one.name].value}
                assert {value.name: value.number for value in one.value}.items() <= values.items()
