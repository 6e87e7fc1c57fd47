// The small desk as a process of its own, for killing: small-desk-process.ts <folder>
import { workOff } from './small-desk.ts';

await workOff(process.argv[2] ?? '');
