import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Player, type Reel } from "../../../renderer/lib/player.svelte";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function reel(last: number, at = 0) {
  const seen: number[] = [];
  const places: Reel & { at: number } = {
    last,
    at,
    go(place) {
      places.at = place;
      seen.push(place);
    },
  };
  return { places, seen, player: new Player(places) };
}

it("plays each place once and in order, and ends at the last", async () => {
  const { player, seen } = reel(5);
  player.play();
  await vi.advanceTimersByTimeAsync(12_100);
  expect([...new Set(seen)]).toEqual([0, 1, 2, 3, 4, 5]);
  expect(player.playing).toBe(false);
});

it("plays faster and slower, from one moment to the next", async () => {
  const { player, places } = reel(1200);
  player.play();
  await vi.advanceTimersByTimeAsync(1000);
  expect(places.at).toBe(100);
  player.speed = 4;
  await vi.advanceTimersByTimeAsync(1000);
  expect(places.at).toBe(500);
  player.speed = 0.25;
  await vi.advanceTimersByTimeAsync(1000);
  expect(places.at).toBe(525);
});

it("begins again when it stood at the end, and a hand on it ends playing", async () => {
  const { player, places } = reel(240, 240);
  player.play();
  expect([places.at, player.playing]).toEqual([0, true]);
  player.to(999);
  await vi.advanceTimersByTimeAsync(1000);
  expect([places.at, player.playing]).toEqual([240, false]);
  player.to(-1);
  expect(places.at).toBe(0);
});

it("played twice is played once", async () => {
  const { player, places } = reel(1200);
  player.play();
  player.play();
  await vi.advanceTimersByTimeAsync(1000);
  expect(places.at).toBe(100);
  player.pause();
  await vi.advanceTimersByTimeAsync(1000);
  expect(places.at).toBe(100);
});
