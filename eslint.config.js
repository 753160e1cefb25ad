import svelte from "eslint-plugin-svelte";
import tseslint from "typescript-eslint";

/** Functions of Math whose last bit depends on the version of V8, or may. core/math/ has them. */
const inexact =
  "acos acosh asin asinh atan atan2 atanh cbrt cos cosh exp expm1 hypot log log10 log1p log2 pow sin sinh tan tanh";

export default tseslint.config(
  { ignores: ["out/", "dist/", "node_modules/"] },
  ...tseslint.configs.strict,
  ...svelte.configs.recommended,
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
  },
  {
    files: ["core/**/*.ts", "main/**/*.ts"],
    rules: {
      "no-restricted-properties": [
        "error",
        ...inexact.split(" ").map((property) => ({
          object: "Math",
          property,
          message:
            "Its last bit may differ between versions of V8: use core/math.",
        })),
      ],
      "no-restricted-syntax": [
        "error",
        {
          // A whole power of 2 is exact everywhere.
          selector:
            ":matches(BinaryExpression[operator='**'], AssignmentExpression[operator='**=']):not([left.value=2][right.type='Literal'])",
          message:
            "Its last bit may differ between versions of V8: multiply, or use pow of core/math.",
        },
        {
          selector:
            "VariableDeclarator[init.name='Math'], ImportSpecifier[imported.name='Math']",
          message: "Write Math.name, so that the rule above sees the name.",
        },
      ],
    },
  },
);
