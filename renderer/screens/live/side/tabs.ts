/** The tabs beside the charts. A new panel of the run page is a component and a line here. */
import { isRunnable } from "../../../../core/experiment/spec";
import type { Component } from "svelte";
import type { RunDetail } from "../../../../core/contract/api";
import { hasMap } from "../Landscape.svelte";
import EventsTab from "./EventsTab.svelte";
import GaugeTab from "./GaugeTab.svelte";
import MapTab from "./MapTab.svelte";
import NetworkTab from "./NetworkTab.svelte";
import NotesTab from "./NotesTab.svelte";
import ParabolaTab from "./ParabolaTab.svelte";
import StoryTab from "./StoryTab.svelte";
import type { SideProps } from "./props";

export interface SideTab {
  id: string;
  title: string;
  /** Whether a run has it; every run where left out. */
  isFor?(run: RunDetail): boolean;
  /** A number behind the title; none where it is 0. */
  count?(run: RunDetail): number;
  component: Component<SideProps>;
}

const tabs: readonly SideTab[] = [
  { id: "map", title: "Map", isFor: hasMap, component: MapTab },
  { id: "gauge", title: "Gauge", component: GaugeTab },
  {
    id: "valley",
    title: "Valley",
    isFor: ({ status, spec }) => status !== "queued" && isRunnable(spec),
    component: ParabolaTab,
  },
  {
    id: "network",
    title: "Network",
    isFor: ({ spec }) => spec.model.kind === "network",
    component: NetworkTab,
  },
  { id: "story", title: "Story", component: StoryTab },
  {
    id: "events",
    title: "Events",
    count: (run) => run.events.length,
    component: EventsTab,
  },
  {
    id: "notes",
    title: "Notes",
    count: (run) => run.pins.length + (run.notes.trim() ? 1 : 0),
    component: NotesTab,
  },
];

export function tabsOf(run: RunDetail): SideTab[] {
  return tabs.filter(({ isFor }) => isFor?.(run) ?? true);
}
