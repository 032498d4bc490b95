import { formatBytes } from '../core/units';
import { useStudio } from '../state/react';

/** The honest sentence about where everything is. */
export function WhereItIs() {
  const report = useStudio((s) => s.space.report);
  return (
    <p>
      Everything stays in this browser on this computer; nothing is uploaded unless you push it to the Hub. A
      model is downloaded only when you ask for one.{' '}
      {report !== null &&
        (report.persisted
          ? `${formatBytes(report.usageBytes)} in use; clearing this site’s data deletes it, so export what you want to keep.`
          : `${formatBytes(report.usageBytes)} in use; the browser may evict it when the disk runs short, so export what you want to keep.`)}
    </p>
  );
}
