import { BinaryReader } from '@bufbuild/protobuf/wire';
import { AppError } from '../../../core/contract/errors';

/** How a SentencePiece model cuts: `TrainerSpec.ModelType`. */
export type SentencePieceKind = 'unigram' | 'bpe' | 'other';

export interface SentencePiece {
  readonly piece: string;
  /** Logarithm of its probability, as the 32-bit number that is stored. */
  readonly score: number;
  /** An ordinary piece, one for use in control alone, or one that the trainer was told to keep whole. */
  readonly type: 'normal' | 'control' | 'user-defined';
}

/** What a tokenizer needs of a `.model` file of SentencePiece. */
export interface SentencePieceModel {
  readonly kind: SentencePieceKind;
  readonly pieces: readonly SentencePiece[];
  readonly precompiledCharsmap: Uint8Array;
  readonly byteFallback: boolean;
  readonly unkId: number;
  readonly bosId: number;
  readonly eosId: number;
  readonly unkPiece: string;
  readonly bosPiece: string;
  readonly eosPiece: string;
}

// Field numbers of sentencepiece_model.proto.
const MODEL = { pieces: 1, trainerSpec: 2, normalizerSpec: 3 } as const;
const PIECE = { piece: 1, score: 2, type: 3 } as const;
const CONTROL = 3;
const USER_DEFINED = 4;
const TRAINER = {
  modelType: 3,
  byteFallback: 35,
  unkId: 40,
  bosId: 41,
  eosId: 42,
  unk: 45,
  bos: 46,
  eos: 47,
} as const;
const NORMALIZER = { precompiledCharsmap: 2 } as const;

type FieldReader = (reader: BinaryReader) => void;

/** Reads the fields of a message that are named, whatever their order, and skips the others. */
function readMessage(bytes: Uint8Array, fields: Readonly<Record<number, FieldReader>>): void {
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    const read = fields[field];
    if (read) read(reader);
    else reader.skip(wireType, field);
  }
}

function readPiece(bytes: Uint8Array): SentencePiece {
  let piece = '';
  let score = 0;
  let type = 1;
  readMessage(bytes, {
    [PIECE.piece]: (reader) => (piece = reader.string()),
    [PIECE.score]: (reader) => (score = reader.float()),
    [PIECE.type]: (reader) => (type = reader.int32()),
  });
  return {
    piece,
    score,
    type: type === CONTROL ? 'control' : type === USER_DEFINED ? 'user-defined' : 'normal',
  };
}

function readTrainerSpec(bytes: Uint8Array) {
  let modelType = 1;
  const spec = {
    byteFallback: false,
    unkId: 0,
    bosId: 1,
    eosId: 2,
    unkPiece: '<unk>',
    bosPiece: '<s>',
    eosPiece: '</s>',
  };
  readMessage(bytes, {
    [TRAINER.modelType]: (reader) => (modelType = reader.int32()),
    [TRAINER.byteFallback]: (reader) => (spec.byteFallback = reader.bool()),
    [TRAINER.unkId]: (reader) => (spec.unkId = reader.int32()),
    [TRAINER.bosId]: (reader) => (spec.bosId = reader.int32()),
    [TRAINER.eosId]: (reader) => (spec.eosId = reader.int32()),
    [TRAINER.unk]: (reader) => (spec.unkPiece = reader.string()),
    [TRAINER.bos]: (reader) => (spec.bosPiece = reader.string()),
    [TRAINER.eos]: (reader) => (spec.eosPiece = reader.string()),
  });
  const kind: SentencePieceKind = modelType === 1 ? 'unigram' : modelType === 2 ? 'bpe' : 'other';
  return { ...spec, kind };
}

/** Reads a SentencePiece model (protobuf `ModelProto`). Throws `MODEL_UNSUPPORTED_TOKENIZER` where the bytes are none. */
export function readSentencePieceModel(bytes: Uint8Array): SentencePieceModel {
  const pieces: SentencePiece[] = [];
  let trainerSpec: Uint8Array = new Uint8Array();
  let precompiledCharsmap: Uint8Array = new Uint8Array();
  try {
    readMessage(bytes, {
      [MODEL.pieces]: (reader) => pieces.push(readPiece(reader.bytes())),
      [MODEL.trainerSpec]: (reader) => (trainerSpec = reader.bytes()),
      [MODEL.normalizerSpec]: (reader) =>
        readMessage(reader.bytes(), {
          [NORMALIZER.precompiledCharsmap]: (inner) => (precompiledCharsmap = inner.bytes()),
        }),
    });
    if (pieces.length > 0) return { ...readTrainerSpec(trainerSpec), pieces, precompiledCharsmap };
  } catch (error) {
    throw notAModel(error);
  }
  throw notAModel();
}

const notAModel = (cause?: unknown): AppError =>
  new AppError('MODEL_UNSUPPORTED_TOKENIZER', { part: 'SentencePiece model', type: 'malformed' }, { cause });
