import { parseArgs } from 'node:util';
import { describeOpen, measureOpen } from './generated-org/measure-open.ts';

const usage = `node test/bench/quality/fills.ts [--leads 5000] [--seed 7]
A generated org in which half of the conversions fill e-mail address, mobile phone and account of a contact that existed
before, without field history and with it, beside the org as generated: what the leak scan leaves out, and the open leads
by their true probabilities.`;

const { values } = parseArgs({
  options: {
    leads: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '7' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(usage);
else {
  const options = { leads: Number(values.leads), seed: Number(values.seed), endsAt: new Date('2026-06-30T18:00:00Z') };
  for (const fills of [undefined, 'tracked', 'untracked'] as const) {
    const measured = await measureOpen(`conversions fill: ${fills ?? 'nothing'}`, {
      ...options,
      ...(fills && { fills }),
    });
    console.log(describeOpen(measured));
  }
}
