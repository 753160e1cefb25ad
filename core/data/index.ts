/** All sources of data, in the order in which they are offered. */
import { chebyshevPolynomial } from "./chebyshev";
import { cifar10 } from "./cifar10";
import { csv } from "./csv";
import { gaussian } from "./gaussian";
import { idx } from "./idx";
import { inline } from "./inline";
import { iris } from "./iris";
import { mnist } from "./mnist";
import { npy } from "./npy";
import { npz } from "./npz";
import { spirals } from "./spirals";
import { teacher } from "./teacher";

export const sources = [
  mnist,
  chebyshevPolynomial,
  gaussian,
  teacher,
  spirals,
  iris,
  csv,
  idx,
  cifar10,
  npz,
  npy,
  inline,
] as const;
