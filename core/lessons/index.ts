/** The lessons that come with the program, in the order in which they teach. */
import ownData from "./included/your-own-data.json";
import sharpness from "./included/what-sharpness-is.json";
import edge from "./included/the-edge.json";
import holding from "./included/why-it-holds.json";
import { requireLesson, type Lesson } from "./read";

export interface IncludedLesson {
  /** The name of its file. */
  id: string;
  lesson: Lesson;
  /** The text of its file, for a teacher who begins with it. */
  text: string;
}

const included = (id: string, content: object): IncludedLesson => ({
  id,
  lesson: requireLesson(content),
  text: `${JSON.stringify(content, null, 2)}\n`,
});

export const includedLessons: readonly [IncludedLesson, ...IncludedLesson[]] = [
  included("what-sharpness-is", sharpness),
  included("the-edge", edge),
  included("why-it-holds", holding),
  included("your-own-data", ownData),
];

/** The lesson that explains the sample run of the first launch. */
export const firstLesson = "the-edge";
