import type { ReactNode } from 'react';
import classes from './welcome.module.css';

const STEPS: readonly { readonly title: string; readonly text: string }[] = [
  {
    title: 'Bring a table',
    text: 'Texts with labels, or words with entity tags. Columns, delimiter and encoding are found for you.',
  },
  {
    title: 'Train in this tab',
    text: 'A BERT model learns on your graphics card, or on the processor where there is none.',
  },
  {
    title: 'Take it home',
    text: 'Try it on new sentences, then export a zip that opens in Python transformers.',
  },
];

const EXAMPLE: readonly (readonly [string, string])[] = [
  ['Parliament passes the budget after a long night', 'news'],
  ['You won’t believe what this cat does next', 'clickbait'],
  ['Central bank leaves interest rates unchanged', 'news'],
];

/** The first visit: what this is, on one screen, with one thing to do (`children`: the drop area). */
export function Welcome({ children }: { readonly children: ReactNode }) {
  return (
    <div className={classes.welcome}>
      <header className={classes.header}>
        <h1 className={classes.title} tabIndex={-1} data-page-title>
          Teach a language model your own labels
        </h1>
        <p className={classes.lead}>
          Tabtune fine-tunes a pretrained model on your texts, here in the browser. No account, no upload, no
          code.
        </p>
      </header>
      {children}
      <div className={classes.columns}>
        <ol className={classes.steps}>
          {STEPS.map((step, i) => (
            <li key={step.title}>
              <span className={classes.number} aria-hidden="true">
                {i + 1}
              </span>
              <div>
                <p className={classes.stepTitle}>{step.title}</p>
                <p className={classes.stepText}>{step.text}</p>
              </div>
            </li>
          ))}
        </ol>
        <figure className={classes.example}>
          <table>
            <thead>
              <tr>
                <th scope="col">title</th>
                <th scope="col">label</th>
              </tr>
            </thead>
            <tbody>
              {EXAMPLE.map(([text, label]) => (
                <tr key={text}>
                  <td>{text}</td>
                  <td>{label}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <figcaption>
            What a file can look like: any column names, any labels, a few hundred rows or more.
          </figcaption>
        </figure>
      </div>
    </div>
  );
}
