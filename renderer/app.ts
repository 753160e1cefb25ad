import "./lib/no-eval";
import "@fontsource-variable/inter/wght.css";
import "./theme.css";
import { mount } from "svelte";
import App from "./App.svelte";
import { connectLab } from "./lib/api";

const target = document.getElementById("app");
if (!target) throw new Error("The page has no element for the app.");

mount(App, {
  target,
  props: { lab: window.lab ? connectLab(window.lab) : null },
});
