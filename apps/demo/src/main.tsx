/** The page: a frame, and in it the room that the address names. */
import { render } from "preact";
import { Page } from "./shell/page.js";
import "./shell/style.css";

render(<Page />, document.getElementById("app")!);
