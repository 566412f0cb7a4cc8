import { render } from "preact";
import { App } from "./app";
import { startKeyboard } from "./keyboard";
import { startRouter } from "./router";
import "./styles/base.css";
import "./styles/shell.css";
import "./styles/timeline.css";
import "./styles/viewer.css";
import "./styles/screens.css";
import "./styles/cost.css";

history.scrollRestoration = "manual";
startRouter();
startKeyboard();
const page = document.getElementById("app");
if (page) render(<App />, page);
