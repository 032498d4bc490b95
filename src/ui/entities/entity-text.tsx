/*
 * EntityText: a text as it was typed, its entities marked in place. Each mark carries the name of its type (not part
 * of what is selected and copied); `detail` of a span is shown on hover, focus and touch. Marks can be reached with
 * Tab; a long text is one stop instead, and scrolls: put its details into a list beside it.
 * `types` are all types there are, so that each has the same hue everywhere.
 */
import { Tooltip } from '@mantine/core';
import { Fragment, type ReactNode } from 'react';
import classes from './entities.module.css';
import { segmentsOf, type Span, toneOfType, typeOfTag } from './entity-types';

export interface MarkedSpan extends Span {
  /** A type, or a tag with its prefix. */
  readonly label: string;
  readonly detail?: ReactNode;
}

/** Gives an element, besides `className`, the variable `--entity`: the hue of its type. */
export function entityTone(types: readonly string[], label: string, className = '') {
  return { className: `${classes.tone} ${className}`, 'data-tone': toneOfType(types, typeOfTag(label)) };
}

interface EntityTextProps {
  /** What the text is, for assistive technology: "Entities, fine-tuned". */
  readonly label: string;
  readonly text: string;
  readonly spans: readonly MarkedSpan[];
  readonly types: readonly string[];
}

/** Characters from which a text scrolls. */
const LONG = 1200;

export function EntityText({ label, text, spans, types }: EntityTextProps) {
  const isLong = text.length > LONG;
  return (
    <div
      className={classes.text}
      role="group"
      aria-label={label}
      data-long={isLong || undefined}
      {...(isLong ? { tabIndex: 0 } : {})}
    >
      {segmentsOf(text, spans).map(({ start, text: piece, span }) =>
        span === null ? (
          <Fragment key={start}>{piece}</Fragment>
        ) : (
          <EntityMark key={start} span={span} types={types} isStop={!isLong}>
            {piece}
          </EntityMark>
        ),
      )}
    </div>
  );
}

interface EntityMarkProps {
  readonly span: MarkedSpan;
  readonly types: readonly string[];
  /** Whether Tab stops at the mark, if it has a detail to show. */
  readonly isStop: boolean;
  readonly children: ReactNode;
}

function EntityMark({ span, types, isStop, children }: EntityMarkProps) {
  const hasDetail = span.detail !== undefined;
  const mark = (
    <mark
      {...entityTone(types, span.label, classes.mark)}
      data-detail={hasDetail || undefined}
      tabIndex={hasDetail && isStop ? 0 : -1}
    >
      {children}
      <span className={classes.label}>{span.label}</span>
    </mark>
  );
  return hasDetail ? (
    <Tooltip label={span.detail} events={{ hover: true, focus: true, touch: true }}>
      {mark}
    </Tooltip>
  ) : (
    mark
  );
}

/** The name of a type with its hue, for tables and legends. */
export function TypeName({ label, types }: { readonly label: string; readonly types: readonly string[] }) {
  return <span {...entityTone(types, label, classes.type)}>{label}</span>;
}
