/** What a stop of a lesson can point to: the one list of names, each with its screen and what is there. */

/** The screens that a lesson can go to. */
export const lessonScreens = [
  "design",
  "run",
  "archive",
  "compare",
  "theory",
] as const;
export type LessonScreen = (typeof lessonScreens)[number];

/** By screen and name: `run.loss` is the chart of the loss on the page of a run. */
export const targets = {
  "design.presets": "the presets to start from",
  "design.settings": "the main settings, step size among them",
  "design.data": "the data: their source, file and columns",
  "design.model": "the model: layers and initialisation",
  "design.method": "loss, optimiser and its settings",
  "design.measure": "what is measured, and how often",
  "design.start": "the prediction and the button Start run",
  "run.title": "the name of the run, its settings and its state",
  "run.loss": "the chart of the loss",
  "run.sharpness": "the chart of the sharpness with the threshold",
  "run.slider": "the slider that goes to any step, and Play",
  "run.gauge": "the gauge: sharpness divided by the threshold",
  "run.events": "the list of events, such as the crossing",
  "run.notes": "notes and tags of the run",
  "archive.table": "the table of all runs",
  "compare.charts": "the charts of the runs being compared",
  "theory.lemma": "the descent lemma",
  "theory.solves": "what the dynamics implicitly solve",
  "theory.constrained": "the constrained trajectory",
  "theory.assumptions": "the assumptions, with their numbers",
  "theory.stages": "the four stages of a spike, with the phase plane",
  "theory.factor": "the factor of 2",
  "theory.dynamics": "the full dynamics",
  "theory.limits": "where the theory ends",
  "theory.several": "several unstable directions",
} as const satisfies Record<`${LessonScreen}.${string}`, string>;

export type TargetName = keyof typeof targets;
export const targetNames = Object.keys(targets) as [
  TargetName,
  ...TargetName[],
];

/** The screen that a target is on. */
export function screenOf(target: TargetName): LessonScreen {
  return target.slice(0, target.indexOf(".")) as LessonScreen;
}
