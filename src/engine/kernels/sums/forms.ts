import type { AdapterTraits } from '../../runtime/adapter-traits';
import { type Form, onGpus } from '../trial/form';

/** Who makes a long sum: one lane in its registers, or several that put their parts into workgroup memory. */
export type Summing = 'registers' | 'workgroup';

/** A form of a kernel that is made of long sums. All give the same bits (`order.ts`). */
export interface SumForm extends Form<unknown> {
  readonly id: Summing;
}

export const IN_REGISTERS: SumForm = { id: 'registers', suits: () => true, isPromising: () => true };
/** Its memory is within the least limits that an adapter may have. */
const IN_WORKGROUPS: SumForm = { id: 'workgroup', suits: () => true, isPromising: onGpus };

export const SUM_FORMS: readonly SumForm[] = [IN_REGISTERS, IN_WORKGROUPS];

/** A GPU is kept busy by many lanes alone; a processor runs as many as it has threads. */
export function defaultSumForm({ software }: AdapterTraits): SumForm {
  return software ? IN_REGISTERS : IN_WORKGROUPS;
}
