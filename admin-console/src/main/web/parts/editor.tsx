/** CodeMirror with our colours, SQL's words, and a mark where a mistake is. */
// Comes with lang-sql, whose completion it shows.
import { type CompletionContext, autocompletion, closeCompletion, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { PostgreSQL, sql } from '@codemirror/lang-sql';
import { HighlightStyle, bracketMatching, defaultHighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { Compartment, EditorState, type Extension, Prec, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** What can be completed: columns by table, and commands. */
export interface Words {
  tables: Record<string, string[]>;
  commands: string[];
}

/** The first word of a line is a command. */
function command(words: Words) {
  return (context: CompletionContext) => {
    const before = context.matchBefore(/^\s*\w+/);
    if (!before) {
      return null;
    }
    const lead = before.text.length - before.text.trimStart().length;
    return { from: before.from + lead, options: words.commands.map((name) => ({ label: name.toUpperCase(), type: 'keyword' })) };
  };
}

function languageOf(language: string, words: Words): Extension {
  switch (language) {
    case 'sql':
      return [sql({ dialect: PostgreSQL, upperCaseKeywords: true, schema: words.tables }), autocompletion()];
    case 'redis':
      return autocompletion({ override: [command(words)] });
    default:
      return [];
  }
}

const mark = StateEffect.define<{ from: number; to: number } | null>();
const marks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(shown, transaction) {
    let next = transaction.docChanged ? Decoration.none : shown;
    for (const effect of transaction.effects) {
      if (effect.is(mark)) {
        next = effect.value ? Decoration.set([Decoration.mark({ class: 'cm-mistake' }).range(effect.value.from, effect.value.to)]) : Decoration.none;
      }
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** The usual style in our colours, which hold their contrast in light and dark. */
const OURS: Record<string, string> = {
  '#708': 'var(--code-keyword)',
  '#a11': 'var(--code-string)',
  '#e40': 'var(--code-string)',
  '#164': 'var(--code-number)',
  '#219': 'var(--code-number)',
  '#085': 'var(--code-type)',
  '#940': 'var(--text-quiet)',
};
const colours = HighlightStyle.define(
  defaultHighlightStyle.specs.map(({ color, ...spec }) => ({ ...spec, color: OURS[String(color)] ?? 'inherit' })),
);

const look = EditorView.theme({
  '&': { height: '100%', fontSize: '0.9rem' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.55' },
  '.cm-content': { caretColor: 'var(--text)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-gutters': { background: 'transparent', color: 'var(--text-quiet)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { background: 'var(--hover)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-mistake': { textDecoration: 'underline wavy var(--bad) 2px', textUnderlineOffset: '3px' },
});

export interface EditorHandle {
  text: () => string;
  selected: () => { text: string; from: number };
  showMistake: (position: number) => string;
}

/** Line and column of a place, and how far the word there goes. */
function place(state: EditorState, position: number) {
  const at = Math.min(Math.max(0, position), state.doc.length);
  const line = state.doc.lineAt(at);
  const word = /^(\w+|[^\w\s]|$)/.exec(line.text.slice(at - line.from))?.[0].length ?? 1;
  const from = word === 0 && at > 0 ? at - 1 : at;
  return { from, to: Math.max(at + word, Math.min(from + 1, state.doc.length)), words: `line ${line.number}, column ${at - line.from + 1}` };
}

export function Editor({ initial, language, words, onChange, onRun, onHandle }: { initial: string; language: string; words: Words; onChange: (text: string) => void; onRun: () => void; onHandle: (handle: EditorHandle) => void }) {
  const parent = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const dialect = useRef(new Compartment());
  const run = useRef(onRun);
  run.current = onRun;
  const changed = useRef(onChange);
  changed.current = onChange;
  useLayoutEffect(() => {
    const nonce = document.querySelector<HTMLMetaElement>('meta[name=style-nonce]')?.content ?? '';
    const created = new EditorView({
      parent: parent.current!,
      state: EditorState.create({
        doc: initial,
        extensions: [
          EditorView.cspNonce.of(nonce),
          lineNumbers(),
          history(),
          bracketMatching(),
          highlightActiveLine(),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': 'Query text; Control and Enter runs it' }),
          syntaxHighlighting(colours),
          look,
          marks,
          EditorView.updateListener.of((update) => update.docChanged && changed.current(update.state.doc.toString())),
          dialect.current.of([]),
          Prec.highest(keymap.of([{ key: 'Mod-Enter', run: (target) => (closeCompletion(target), run.current(), true) }])),
          keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
        ],
      }),
    });
    view.current = created;
    onHandle({
      text: () => created.state.doc.toString(),
      selected: () => {
        const { from, to } = created.state.selection.main;
        return { text: created.state.sliceDoc(from, to), from };
      },
      showMistake(position) {
        const found = place(created.state, position);
        created.dispatch({ effects: [mark.of({ from: found.from, to: found.to }), EditorView.scrollIntoView(found.from)], selection: { anchor: found.from } });
        created.focus();
        return found.words;
      },
    });
    created.focus();
    return () => created.destroy();
  }, []);
  useLayoutEffect(() => {
    view.current!.dispatch({ effects: dialect.current.reconfigure(languageOf(language, words)) });
  }, [language, words]);
  return <div class="editor" ref={parent} />;
}
