/* The last lines of CI: the counts of every suite that ran, and their sum. */
import { allReports, formatCounts, sumCounts } from './reports.ts';

const reports = allReports();
for (const [name, counts] of reports) console.log(`${name}: ${formatCounts(counts)}`);
const total = sumCounts([...reports.values()]);
console.log(formatCounts(total));
if (total.failed > 0) process.exitCode = 1;
