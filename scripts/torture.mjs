/** `npm run torture`: the tests of faults, bad input and endurance in their long form. */
import { runAlone } from "./test/alone.mjs";

await runAlone("torture", { EDGE_LAB_TORTURE: "long" });
