import { Chance } from './chance';
import { HELD_OUT_TEMPLATES, TRAINING_TEMPLATES } from './entity-templates';
import {
  CITIES,
  FIRST_NAMES,
  LAST_NAMES,
  MONTHS,
  ORG_ENDS,
  ORG_SHORT,
  ORG_STARTS,
  REGIONS,
  SEASONS,
  WEEKDAYS,
} from './words';

export interface EntitySentence {
  readonly tokens: readonly string[];
  /** IOB2. */
  readonly tags: readonly string[];
  readonly split: 'train' | 'validation';
}

const FILLS = 5;
const SEED = 7;

/** Each template filled five times, in a mixed order; the held-out quarter has templates of its own. */
export function entitySample(): EntitySentence[] {
  const chance = new Chance(SEED);
  const make = (templates: readonly string[], split: EntitySentence['split']) =>
    Array.from({ length: FILLS }, () => templates.map((template) => fill(template, split, chance))).flat();
  return [
    ...chance.shuffled(make(TRAINING_TEMPLATES, 'train')),
    ...chance.shuffled(make(HELD_OUT_TEMPLATES, 'validation')),
  ];
}

function fill(template: string, split: EntitySentence['split'], chance: Chance): EntitySentence {
  const tokens: string[] = [];
  const tags: string[] = [];
  for (const piece of template.replaceAll('"', ' " ').trim().split(/\s+/)) {
    const slot = /^\{([A-Z]+)(\d?)\}$/.exec(piece);
    if (!slot) {
      tokens.push(piece);
      tags.push('O');
      continue;
    }
    const words = FILLERS[`${slot[1]}${slot[2]}`]?.(chance, tokens.at(-1)?.toLowerCase() ?? '');
    if (words === undefined) throw new RangeError(`no filler for ${piece}`);
    for (const [i, word] of words.split(' ').entries()) {
      tokens.push(word);
      tags.push(`${i === 0 ? 'B' : 'I'}-${slot[1]}`);
    }
  }
  return { tokens, tags, split };
}

type Filler = (chance: Chance, before: string) => string;

const FILLERS: Readonly<Record<string, Filler>> = {
  PER: (chance) => `${chance.pick(FIRST_NAMES)} ${chance.pick(LAST_NAMES)}`,
  PER1: (chance) => chance.pick(FIRST_NAMES),
  PER2: (chance) => (chance.whole(0, 3) === 0 ? `Dr. ${chance.pick(LAST_NAMES)}` : chance.pick(LAST_NAMES)),
  LOC: (chance) => chance.pick(chance.whole(0, 3) === 0 ? REGIONS : CITIES),
  ORG: (chance) =>
    chance.whole(0, 4) === 0 ? chance.pick(ORG_SHORT) : `${chance.pick(ORG_STARTS)} ${chance.pick(ORG_ENDS)}`,
  DATE: (chance, before) => {
    if (before === 'in') return period(chance);
    return before === 'on' || chance.whole(0, 1) === 0 ? day(chance) : period(chance);
  },
};

const year = (chance: Chance): string => String(chance.whole(1948, 2026));

function day(chance: Chance): string {
  const date = `${chance.whole(1, 28)} ${chance.pick(MONTHS)}`;
  const forms = [
    chance.pick(WEEKDAYS),
    date,
    `${date} ${year(chance)}`,
    `${chance.pick(MONTHS)} ${chance.whole(1, 28)} , ${year(chance)}`,
    `${chance.pick(WEEKDAYS)} , ${date}`,
  ];
  return forms[chance.whole(0, forms.length - 1)] ?? date;
}

function period(chance: Chance): string {
  const forms = [
    year(chance),
    year(chance),
    chance.pick(MONTHS),
    `${chance.pick(MONTHS)} ${year(chance)}`,
    `the ${chance.pick(SEASONS)} of ${year(chance)}`,
  ];
  return forms[chance.whole(0, forms.length - 1)] ?? year(chance);
}
