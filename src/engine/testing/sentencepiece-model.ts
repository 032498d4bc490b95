import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/** Of a piece: NORMAL, UNKNOWN, CONTROL, USER_DEFINED and BYTE in sentencepiece_model.proto. */
type PieceType = 1 | 2 | 3 | 4 | 6;

export interface SentencePieceSource {
  readonly pieces: readonly (readonly [piece: string, score: number, type: PieceType])[];
  /** 1 Unigram, 2 BPE, 3 word, 4 character. */
  readonly modelType: 1 | 2 | 3 | 4;
  readonly unkId: number;
  readonly charsmap?: Uint8Array;
}

/** The bytes of a SentencePiece model, with fields that a reader has to skip. */
export function sentencePieceModel(source: SentencePieceSource): Uint8Array<ArrayBuffer> {
  const writer = new BinaryWriter();
  const trainer = new BinaryWriter();
  trainer.tag(2, WireType.LengthDelimited).string('model_prefix');
  trainer.tag(3, WireType.Varint).int32(source.modelType);
  trainer.tag(10, WireType.Bit32).float(0.9995);
  trainer.tag(40, WireType.Varint).int32(source.unkId);
  writer.tag(2, WireType.LengthDelimited).bytes(trainer.finish());
  for (const [piece, score, type] of source.pieces) {
    const message = new BinaryWriter();
    message.tag(1, WireType.LengthDelimited).string(piece);
    message.tag(2, WireType.Bit32).float(score);
    if (type !== 1) message.tag(3, WireType.Varint).int32(type);
    writer.tag(1, WireType.LengthDelimited).bytes(message.finish());
  }
  const normalizer = new BinaryWriter();
  normalizer.tag(1, WireType.LengthDelimited).string('nmt_nfkc');
  if (source.charsmap) normalizer.tag(2, WireType.LengthDelimited).bytes(source.charsmap);
  writer.tag(3, WireType.LengthDelimited).bytes(normalizer.finish());
  return new Uint8Array(writer.finish());
}
