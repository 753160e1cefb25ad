import type { RunDetail } from "../../../core/contract/api";
import {
  count,
  counted,
  duration,
  fixed,
  moment,
  quantity,
} from "../../lib/format";
import { stepSizeCourse, thresholdName } from "../../lib/threshold";

export interface Fact {
  /** Of those that other parts leave out: "started". */
  id?: string;
  term: string;
  value: string;
}

/** What is known of a run in numbers; what is not known yet is left out. */
export function factsOf(run: RunDetail): { title: string; facts: Fact[] }[] {
  const { spec, summary, engine } = run;
  const known = (term: string, value: number | null | undefined): Fact[] =>
    value === null || value === undefined
      ? []
      : [{ term, value: quantity(value) }];
  const measured = summary.initialSharpness !== null;
  const groups = [
    {
      title: "Loss",
      facts: [
        ...known("At the start", summary.initialLoss),
        ...known("Latest", summary.finalLoss),
        ...known("Lowest", summary.minLoss),
        ...(summary.spikes === undefined
          ? []
          : [{ term: "Spikes", value: count(summary.spikes) }]),
      ],
    },
    {
      title: "Sharpness S",
      facts: [
        ...known("At the start", summary.initialSharpness),
        ...known("Latest", summary.finalSharpness),
        ...known("Highest", summary.maxSharpness),
        ...(summary.hover === null
          ? []
          : [
              {
                term: "Mean since crossing",
                value: `${fixed(summary.hover)} × ${thresholdName(run)}`,
              },
            ]),
        ...(measured
          ? [{ term: "Not converged", value: count(summary.unconverged) }]
          : []),
        ...(summary.uncertified
          ? [
              {
                term: "Perhaps not the largest",
                value: count(summary.uncertified),
              },
            ]
          : []),
      ],
    },
    {
      title: "Settings",
      facts: [
        { term: "Step size η", value: stepSizeCourse(spec.optimizer) },
        ...(spec.data && "samples" in spec.data && spec.data.samples
          ? [{ term: "Samples", value: count(spec.data.samples) }]
          : []),
        ...(spec.model.kind === "network" && "seed" in spec.model.init
          ? [{ term: "Seed", value: String(spec.model.init.seed) }]
          : []),
        {
          term: "Sharpness every",
          value: counted(spec.measure.sharpness.every, "step"),
        },
      ],
    },
    {
      title: "Machine",
      facts: [
        ...(engine
          ? [
              { term: "Parameters", value: count(engine.parameters) },
              {
                term: "Precision",
                value: engine.precision === "float64" ? "double" : "single",
              },
              {
                term: "Computed by",
                value:
                  engine.backend === "tensorflow"
                    ? `TensorFlow ${engine.versions.tensorflow ?? ""}`
                    : "float64, built in",
              },
            ]
          : []),
        { term: "Running time", value: duration(summary.seconds) },
        { id: "started", term: "Started", value: moment(run.createdAt) },
      ],
    },
  ];
  return groups.filter(({ facts }) => facts.length > 0);
}
