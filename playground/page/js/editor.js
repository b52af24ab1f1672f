// The editor of a policy: CodeMirror in a shadow tree, where it may bring its own styles under a strict content security
// policy.

import {
  EditorState, EditorView, HighlightStyle, StreamLanguage, autocompletion, bracketMatching, closeBrackets,
  closeBracketsKeymap, completionKeymap, defaultKeymap, drawSelection, dropCursor, highlightActiveLine,
  highlightActiveLineGutter, highlightSelectionMatches, highlightSpecialChars, history, historyKeymap, keymap, lineNumbers,
  lintGutter, lintKeymap, searchKeymap, setDiagnostics, syntaxHighlighting, tags, toml,
} from "../vendor/codemirror.js";

const highlighting = HighlightStyle.define([
  { tag: tags.comment, color: "var(--comment)", fontStyle: "italic" },
  { tag: tags.string, color: "var(--string)" },
  { tag: [tags.number, tags.bool, tags.atom], color: "var(--number)" },
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--key)" },
  { tag: [tags.heading, tags.bracket, tags.atom], color: "var(--header)", fontWeight: "600" },
]);

/** Colours of the page, in the editor too. */
export const theme = EditorView.theme({
  "&": { color: "var(--text)", backgroundColor: "var(--editor)", fontSize: "0.875rem", height: "100%" },
  "&.cm-focused": { outline: "2px solid var(--focus)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.45" },
  ".cm-gutters": { color: "var(--soft)", backgroundColor: "var(--editor)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--line)" },
  "&.cm-focused .cm-cursor": { borderLeftColor: "var(--text)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--selection)",
  },
  ".cm-tooltip, .cm-panels": { color: "var(--text)", backgroundColor: "var(--raised)", border: "1px solid var(--edge)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { color: "var(--text)", backgroundColor: "var(--selection)" },
  ".cm-completionDetail": { color: "var(--soft)", fontStyle: "normal", marginLeft: "1em" },
  ".cm-completionInfo": { maxWidth: "24rem" },
  ".cm-diagnostic": { padding: "0.25rem 0.5rem 0.25rem 0.75rem", whiteSpace: "pre-wrap", maxWidth: "40rem" },
  ".cm-diagnostic-error": { borderLeft: "5px solid var(--bad)" },
  ".cm-diagnostic-warning": { borderLeft: "5px solid var(--warn)" },
  ".cm-diagnostic-info": { borderLeft: "5px solid var(--accent)" },
  ".cm-lintRange": { backgroundImage: "none", textDecoration: "underline wavy 1.5px", textUnderlineOffset: "3px" },
  ".cm-lintRange-error": { textDecorationColor: "var(--bad)" },
  ".cm-lintRange-warning": { textDecorationColor: "var(--warn)", textDecorationStyle: "dashed" },
  ".cm-lintRange-info": { textDecorationColor: "var(--accent)", textDecorationStyle: "dotted" },
  // Signs in the place of CodeMirror's pictures, which the content security policy would not let in.
  ".cm-lint-marker": { content: "normal", fontWeight: "700", textAlign: "center" },
  ".cm-lint-marker-error": { content: "normal", color: "var(--bad)" },
  ".cm-lint-marker-warning": { content: "normal", color: "var(--warn)" },
  ".cm-lint-marker-info": { content: "normal", color: "var(--accent)" },
  ".cm-lint-marker-error::before": { content: "'✕'" },
  ".cm-lint-marker-warning::before": { content: "'!'" },
  ".cm-lint-marker-info::before": { content: "'i'" },
  ".cm-button, .cm-textfield": { color: "var(--text)", backgroundImage: "none", backgroundColor: "var(--editor)" },
  ".cm-searchMatch": { backgroundColor: "var(--selection)" },
  ".cm-collapsedLines": { color: "var(--soft)", background: "var(--line)" },
  ".cm-collapsedLines::before, .cm-collapsedLines::after": { content: "none" },
  "&.cm-merge-a .cm-changedLine, .cm-deletedChunk, .cm-deletedLine": { backgroundColor: "var(--removed)" },
  "&.cm-merge-b .cm-changedLine, .cm-insertedLine": { backgroundColor: "var(--inserted)" },
});

/** How every text of TOML is shown. */
export const shown = [
  lineNumbers(), highlightSpecialChars(), StreamLanguage.define(toml), syntaxHighlighting(highlighting), theme,
  // A `\r` alone is a character like others, so that nothing of a file is lost.
  EditorState.lineSeparator.of("\n"),
];

const severities = { error: "error", warning: "warning", note: "info" };

class PolicyEditor extends HTMLElement {
  connectedCallback() {
    if (this.view) return;
    const root = this.attachShadow({ mode: "open" });
    this.#extensions = [
      shown, lintGutter(), history(), drawSelection(), dropCursor(), bracketMatching(), closeBrackets(),
      highlightActiveLine(), highlightActiveLineGutter(), highlightSelectionMatches(), EditorView.lineWrapping,
      autocompletion({ override: [(context) => this.#completions(context)] }),
      keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap]),
      EditorView.contentAttributes.of({ "aria-label": "The policy, as TOML", tabindex: "0", spellcheck: "false", autocapitalize: "off" }),
      // Whatever comes from elsewhere has the ends of lines of this text.
      EditorView.clipboardInputFilter.of((text) => text.replaceAll("\r\n", "\n")),
      EditorView.updateListener.of((update) => update.docChanged && this.#changed()),
    ];
    this.view = new EditorView({ state: EditorState.create({ extensions: this.#extensions }), parent: root, root });
  }

  #extensions = [];

  /** What proposes completions: `(text, line, column) => Promise`. */
  complete = null;

  /** The text. Setting it is no step that can be undone: it is another file. */
  get text() {
    return this.view.state.doc.toString();
  }

  set text(text) {
    this.view.setState(EditorState.create({ doc: text, extensions: this.#extensions }));
    this.#changed();
  }

  /** Changes the text to another one, only where it differs, as a step that can be undone. */
  change(text, userEvent = "input") {
    const old = this.text;
    let start = 0;
    while (start < old.length && old[start] === text[start]) start += 1;
    let end = 0;
    const most = Math.min(old.length, text.length) - start;
    while (end < most && old[old.length - 1 - end] === text[text.length - 1 - end]) end += 1;
    if (start === old.length && old.length === text.length) return;
    const changes = { from: start, to: old.length - end, insert: text.slice(start, text.length - end) };
    this.view.dispatch({ changes, userEvent });
  }

  /** Underlines what was found. */
  show(findings) {
    const { state } = this.view;
    const diagnostics = findings.map((finding) => {
      const from = this.#offset(finding.from);
      const to = Math.max(from, this.#offset(finding.to));
      const message = finding.help ? `${finding.message}\n${finding.help}` : finding.message;
      return { from, to, severity: severities[finding.severity], source: finding.code, message };
    });
    this.view.dispatch(setDiagnostics(state, diagnostics));
  }

  /** Puts the cursor at a place and shows it. */
  reveal(place) {
    const anchor = this.#offset(place);
    this.view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
    this.view.focus();
  }

  #offset({ line, column }) {
    const { doc } = this.view.state;
    if (line > doc.lines) return doc.length;
    const at = doc.line(Math.max(line, 1));
    return Math.min(at.from + column, at.to);
  }

  #changed() {
    this.dispatchEvent(new CustomEvent("change", { detail: { text: this.text } }));
  }

  async #completions(context) {
    const line = context.state.doc.lineAt(context.pos);
    const before = line.text.slice(0, context.pos - line.from);
    // Without being asked for, nothing is proposed behind a space, where a key press would take it.
    if (!this.complete || (!context.explicit && !/[\w[."'/*{-]$/.test(before))) return null;
    const found = await this.complete(this.text, line.number, context.pos - line.from);
    if (!found || context.aborted) return null;
    const from = this.#offset(found.from);
    const to = this.#offset(found.to);
    const options = found.options.map((option) => ({
      // What was typed has its quotes; what the list shows has none.
      label: option.text,
      displayLabel: option.label,
      detail: option.detail,
      info: option.doc || undefined,
      type: kinds[option.kind] ?? "text",
      apply: (view, _completion, start) => {
        const end = Math.max(to, view.state.selection.main.head);
        view.dispatch({
          changes: { from: start, to: end, insert: option.text },
          selection: { anchor: start + option.text.length },
          userEvent: "input.complete",
        });
      },
    }));
    return options.length > 0 ? { from, options, filter: true, validFor: /^[\w."'/*-]*$/ } : null;
  }
}

/** The icons of CodeMirror that stand for what is proposed. */
const kinds = { key: "property", header: "class", word: "keyword", stamp: "variable", value: "constant", attribute: "type" };

customElements.define("policy-editor", PolicyEditor);
