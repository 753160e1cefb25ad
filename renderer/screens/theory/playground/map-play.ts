/** The reduced map by itself: no run is needed. */
import {
  advance,
  period,
  width,
  type EdgeRates,
  type EdgeState,
} from "../../../../core/theory/map";

export interface MapSettings extends EdgeRates {
  /** Where it begins: |x|/δ and y. */
  share: number;
  y: number;
}

/** About those of the Chebyshev preset at its crossing. */
export const firstSettings: MapSettings = {
  stepSize: 0.2,
  alpha: 0.026,
  beta: 28,
  share: 0.5,
  y: 0,
};

/** At most so many steps, and three small cycles where these are fewer. */
const mostSteps = 600;
/** Beyond so many δ the map has left what it stands for. */
const far = 100;

/** The path of the map from its settings on; it ends early where it diverges. */
export function mapPath(settings: MapSettings): {
  path: (EdgeState & { step: number })[];
  hasLeft: boolean;
} {
  const delta = width(settings);
  const steps = Math.min(mostSteps, Math.ceil(3 * period(settings)));
  let state: EdgeState = { x: settings.share * delta, y: settings.y };
  const path = [{ ...state, step: 0 }];
  for (let step = 1; step <= steps; step++) {
    state = advance(state, settings);
    if (!(Math.abs(state.x) < far * delta)) return { path, hasLeft: true };
    path.push({ ...state, step });
  }
  return { path, hasLeft: false };
}

export interface Dial {
  key: keyof MapSettings;
  /** "η, step size" */
  label: string;
  min: number;
  max: number;
  /** Turned by its decimal logarithm. */
  log: boolean;
}

export const dials: readonly Dial[] = [
  { key: "stepSize", label: "η, step size", min: 0.01, max: 1, log: true },
  {
    key: "alpha",
    label: "α, progressive sharpening",
    min: 0.001,
    max: 1,
    log: true,
  },
  {
    key: "beta",
    label: "β, self-stabilisation",
    min: 0.1,
    max: 100,
    log: true,
  },
  {
    key: "share",
    label: "x₀/δ, oscillation at first",
    min: 0.01,
    max: 3,
    log: true,
  },
  { key: "y", label: "y₀, excess at first", min: -1, max: 1, log: false },
];

/** Where a dial stands, 0 to 1, and the value there, rounded to three digits. */
export function positionOf({ min, max, log }: Dial, value: number): number {
  return log
    ? Math.log(value / min) / Math.log(max / min)
    : (value - min) / (max - min);
}

export function valueAt({ min, max, log }: Dial, position: number): number {
  const value = log
    ? min * (max / min) ** position
    : min + position * (max - min);
  return Number(value.toPrecision(3));
}
