// Two texts side by side, with what differs marked.

import { EditorState, EditorView, MergeView } from "../vendor/codemirror.js";
import { shown } from "./editor.js";

/** Shows two texts in an element of its own. */
export class Merge {
  element = document.createElement("div");
  #root = this.element.attachShadow({ mode: "open" });
  #view = null;
  #texts = [];

  show(before, after) {
    if (this.#texts[0] === before && this.#texts[1] === after) return;
    this.#texts = [before, after];
    this.#view?.destroy();
    const side = (doc, title) => ({ doc, extensions: [shown, EditorView.lineWrapping, EditorState.readOnly.of(true), EditorView.contentAttributes.of({ "aria-label": title, tabindex: "0" })] });
    this.#view = new MergeView({
      a: side(before, "Before"),
      b: side(after, "After"),
      parent: this.#root,
      root: this.#root,
      collapseUnchanged: { margin: 2, minSize: 4 },
      gutter: true,
    });
  }
}
