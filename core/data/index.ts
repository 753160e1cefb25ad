/** All sources of data, in the order in which they are offered. */
import { chebyshevPolynomial } from "./chebyshev";
import { cifar10 } from "./cifar10";
import { copying } from "./copying";
import { csv } from "./csv";
import { gaussian } from "./gaussian";
import { idx } from "./idx";
import { inline } from "./inline";
import { iris } from "./iris";
import { mnist } from "./mnist";
import { modularAddition } from "./modular-addition";
import { npy } from "./npy";
import { npz } from "./npz";
import { sorting } from "./sorting";
import { spirals } from "./spirals";
import { teacher } from "./teacher";
import { textFile } from "./text";

export const sources = [
  mnist,
  chebyshevPolynomial,
  gaussian,
  teacher,
  spirals,
  sorting,
  copying,
  modularAddition,
  iris,
  csv,
  textFile,
  idx,
  cifar10,
  npz,
  npy,
  inline,
] as const;
