import { expect } from "vitest";
import {
  LabFailure,
  type LabError,
  type LabErrorCode,
} from "../../../core/errors";

/**
 * Makes sure that something thrown is a refusal: a LabFailure of one of these codes, in sentences.
 * Anything else is thrown on, with its own stack.
 */
export function expectRefusal(thrown: unknown, codes: LabErrorCode[]) {
  if (!(thrown instanceof LabFailure)) throw thrown;
  expectSentences(thrown.error);
  expect(codes).toContain(thrown.error.code);
}

/** What is wrong, and what to do, end like sentences. */
export function expectSentences({ message, hint, fields }: LabError) {
  expect(message).toMatch(sentence);
  if (hint !== undefined) expect(hint).toMatch(sentence);
  for (const field of fields ?? []) {
    expect(field.message).toMatch(sentence);
    expect(field.path).toBeTypeOf("string");
    if (field.suggestion !== undefined)
      expect(field.suggestion).toMatch(sentence);
  }
}

/** Also one that quotes something: lone surrogates and line breaks included. */
const sentence = /^\S[^]*[.?]$/;
