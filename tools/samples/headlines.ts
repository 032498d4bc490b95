import { Chance } from './chance';
import { HELD_OUT_TEMPLATES, type HeadlineTemplates, TRAINING_TEMPLATES } from './headline-templates';
import { CITIES, FIRST_NAMES, GROUPS, LAST_NAMES, ORG_ENDS, ORG_SHORT, ORG_STARTS, TOPICS } from './words';

export interface Headline {
  readonly headline: string;
  readonly label: keyof HeadlineTemplates;
  readonly split: 'train' | 'validation';
}

const FILLS = 6;
const SEED = 11;
const LABELS = ['clickbait', 'factual'] as const;

/** Each template filled six times, in a mixed order; the held-out quarter has templates of its own. */
export function headlineSample(): Headline[] {
  const chance = new Chance(SEED);
  const make = (templates: HeadlineTemplates, split: Headline['split']) =>
    chance.shuffled(
      LABELS.flatMap((label) =>
        Array.from({ length: FILLS }, () =>
          templates[label].map((template) => ({ headline: fill(template, chance), label, split })),
        ).flat(),
      ),
    );
  return [...make(TRAINING_TEMPLATES, 'train'), ...make(HELD_OUT_TEMPLATES, 'validation')];
}

function fill(template: string, chance: Chance): string {
  const text = template.replaceAll(/\{([A-Z]+)\}/g, (piece, slot: string) => {
    const filler = FILLERS[slot];
    if (filler === undefined) throw new RangeError(`no filler for ${piece}`);
    return filler(chance);
  });
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const FILLERS: Readonly<Record<string, (chance: Chance) => string>> = {
  TOPIC: (chance) => chance.pick(TOPICS),
  GROUP: (chance) => chance.pick(GROUPS),
  LOC: (chance) => chance.pick(CITIES),
  PER: (chance) => `${chance.pick(FIRST_NAMES)} ${chance.pick(LAST_NAMES)}`,
  ORG: (chance) =>
    chance.whole(0, 4) === 0 ? chance.pick(ORG_SHORT) : `${chance.pick(ORG_STARTS)} ${chance.pick(ORG_ENDS)}`,
  N: (chance) => String(chance.whole(3, 40)),
  AGE: (chance) => String(chance.whole(17, 88)),
};
