/** `npm run bench`: speed as ratios, with a display of its own where there is none. */
import { runAlone } from "./test/alone.mjs";

await runAlone("bench");
