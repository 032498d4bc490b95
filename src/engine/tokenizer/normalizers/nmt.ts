import { AlignedPoints } from '../aligned-points';
import type { Normalizer } from './normalizer';

const isDropped = (point: number): boolean =>
  (point >= 0x01 && point <= 0x08) ||
  point === 0x0b ||
  (point >= 0x0e && point <= 0x1f) ||
  point === 0x7f ||
  point === 0x8f ||
  point === 0x9f;

const SPACES = new Set([
  0x09, 0x0a, 0x0c, 0x0d, 0x1680, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2028, 0x2029, 0x2581, 0xfeff,
  0xfffd,
]);

/** Nmt of the Rust library: the clean-up that SentencePiece's nmt rules begin with. */
export const nmt: Normalizer = {
  lowercase: false,
  normalize(text) {
    const source = AlignedPoints.from(text);
    const target = new AlignedPoints();
    for (let i = 0; i < source.points.length; i++) {
      const point = source.points[i] ?? 0;
      if (!isDropped(point)) target.pushFrom(source, i, SPACES.has(point) ? 0x20 : point);
    }
    return target.toText();
  },
};
