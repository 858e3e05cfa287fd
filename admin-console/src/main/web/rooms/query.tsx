import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Collection, type StatementAnswer, api } from '../api';
import { csvOf, download, jsonOf } from '../files';
import { exact, seconds } from '../format';
import { Editor, type EditorHandle, type Words } from '../parts/editor';
import { Grid } from '../parts/grid';
import { Picture } from '../parts/picture';
import { Plan } from '../parts/plan';
import { ProblemBox } from '../parts/problem';
import { Tabs } from '../parts/tabs';
import { KeptDialog } from './kept';
import { type Outcome, language, outcome, remember, remembered, run, running, stop, tab } from '../work';

const TICK_MILLIS = 100;

function rows(number: number): string {
  return number === 1 ? '1 row' : `${exact(number)} rows`;
}

function summary(answer: StatementAnswer): string {
  const time = seconds(answer.milliseconds / 1000);
  if (answer.columns.length === 0) {
    return `${answer.tag}${answer.count < 0 ? '' : `, ${rows(answer.count)}`}, ${time}`;
  }
  return answer.truncated ? `The first ${rows(answer.rows.length)}, there are more, ${time}` : `${rows(answer.rows.length)}, ${time}`;
}

function Answers({ answers }: { answers: StatementAnswer[] }) {
  const [at, setAt] = useState(answers.length - 1);
  const [view, setView] = useState('grid');
  const answer = answers[Math.min(at, answers.length - 1)];
  if (!answer) {
    return <p class="hint empty">Nothing to run: the text holds no statement.</p>;
  }
  return (
    <div class="answer">
      <div class="answer-head">
        {answers.length > 1 ? (
          <label>
            Result{' '}
            <select value={String(Math.min(at, answers.length - 1))} onChange={(event) => setAt(Number(event.currentTarget.value))}>
              {answers.map((one, number) => (
                <option key={number} value={String(number)}>
                  {number + 1}: {one.tag}
                </option>
              ))}
            </select>
          </label>
        ) : null}
        <span role="status">{summary(answer)}</span>
        <span class="spring" />
        {answer.columns.length > 0 ? (
          <>
            <label>
              As{' '}
              <select aria-label="Show as" value={view} onChange={(event) => setView(event.currentTarget.value)}>
                <option value="grid">a grid</option>
                <option value="json">JSON</option>
                <option value="picture">a picture</option>
              </select>
            </label>
            <button type="button" onClick={() => download('result.csv', 'text/csv', csvOf(answer))}>
              CSV
            </button>
            <button type="button" onClick={() => download('result.json', 'application/json', jsonOf(answer))}>
              JSON
            </button>
          </>
        ) : null}
      </div>
      {answer.notices.map((notice, number) => (
        <p key={number} class="message">
          {notice.severity}: {notice.message}
        </p>
      ))}
      {answer.columns.length === 0 ? null : view === 'grid' ? (
        <Grid answer={answer} />
      ) : view === 'json' ? (
        <pre class="replies" tabIndex={0} role="region" aria-label="Result as JSON">
          {jsonOf(answer)}
        </pre>
      ) : (
        <Picture answer={answer} />
      )}
    </div>
  );
}

function Replies({ replies }: { replies: Outcome['replies'] }) {
  return (
    <div class="replies" tabIndex={0} role="log" aria-label="Replies">
      {replies.map((reply, number) => (
        <div key={number} class="reply">
          <p class="hint">{reply.command}</p>
          <pre class={reply.failed ? 'failed' : ''}>{reply.text}</pre>
        </div>
      ))}
    </div>
  );
}

/** What runs, for how long, and the way to stop it. */
function RunningButton() {
  const [, tick] = useState(0);
  useLayoutEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), TICK_MILLIS);
    const keys = (event: KeyboardEvent) => event.key === 'Escape' && stop();
    addEventListener('keydown', keys);
    return () => {
      clearInterval(timer);
      removeEventListener('keydown', keys);
    };
  }, []);
  const now = running.value;
  return now ? (
    <>
      <span class="hint running">{seconds((performance.now() - now.since) / 1000)}</span>
      <button type="button" class="danger" disabled={now.stopping} onClick={stop} aria-keyshortcuts="Escape">
        {now.stopping ? 'Stopping…' : 'Stop'} <kbd aria-hidden="true">Esc</kbd>
      </button>
    </>
  ) : null;
}

function Result({ shown }: { shown: Outcome }) {
  if (shown.answers.length > 0 || (shown.run > 0 && shown.plan === '')) {
    return <Answers key={shown.run} answers={shown.answers} />;
  }
  return <p class="hint empty">Run something: its result comes here.</p>;
}

/** What there is to be completed: tables with their columns, and Redis' commands. */
async function completions(of: string): Promise<Words> {
  if (of === 'redis') {
    const answer = await api.redis(['COMMAND', 'LIST']).catch(() => ({ reply: [] }));
    return { tables: {}, commands: (answer.reply as unknown[]).map(String) };
  }
  const collections = await api.get<Collection[]>('/collections').catch((): Collection[] => []);
  const tables: Record<string, string[]> = {};
  for (const one of collections) {
    const columns = one.columns.map((column) => column.name);
    tables[`${one.schema}.${one.name}`] = columns;
    if (one.schema === 'public') {
      tables[one.name] = columns;
    }
  }
  return { tables, commands: [] };
}

export default function QueryRoom() {
  const editor = useRef<EditorHandle | null>(null);
  const [place, setPlace] = useState('');
  const [languages, setLanguages] = useState(['sql']);
  const [words, setWords] = useState<Words>({ tables: {}, commands: [] });
  const [kept, setKept] = useState(false);
  /** Counts what was taken into the editor from elsewhere, each time a fresh one. */
  const [taken, setTaken] = useState(0);
  const initial = remembered(language.value);
  const shown = outcome.value;

  useEffect(() => {
    setPlace(shown.position === null || !editor.current ? '' : editor.current.showMistake(shown.position));
  }, [shown.run]);

  useEffect(() => {
    api.get<string[]>('/languages').then(setLanguages, () => undefined);
    void completions(language.value).then(setWords);
  }, [shown.run, language.value]);

  function go(explain: false | 'explain' | 'analyze') {
    if (running.value || !editor.current) {
      return;
    }
    const selected = editor.current.selected();
    void run(selected.text || editor.current.text(), selected.text ? selected.from : 0, explain);
  }

  return (
    <div class="query">
      <section class="card query-text" aria-label="Query">
        <div class="toolbar">
          <label>
            Language{' '}
            <select value={language.value} disabled={running.value !== null} onChange={(event) => (language.value = event.currentTarget.value)}>
              {languages.map((one) => (
                <option key={one} value={one}>
                  {one === 'sql' ? 'SQL' : one}
                </option>
              ))}
              <option value="redis">Redis commands</option>
            </select>
          </label>
          <button type="button" onClick={() => setKept(true)}>
            Saved…
          </button>
          <span class="spring" />
          {running.value ? (
            <RunningButton />
          ) : (
            <>
              {language.value === 'sql' ? (
                <>
                  <button type="button" onClick={() => go('explain')}>
                    Explain
                  </button>
                  <button type="button" onClick={() => go('analyze')}>
                    Explain and run
                  </button>
                </>
              ) : null}
              <button type="button" class="primary" onClick={() => go(false)} aria-keyshortcuts="Control+Enter">
                Run <kbd aria-hidden="true">Ctrl ↵</kbd>
              </button>
            </>
          )}
        </div>
        <Editor
          key={`${language.value}-${taken}`}
          words={words}
          language={language.value}
          initial={initial}
          onChange={(text) => remember(language.value, text)}
          onRun={() => go(false)}
          onHandle={(handle) => (editor.current = handle)}
        />
      </section>
      {kept ? (
        <KeptDialog
          language={language.value}
          text={editor.current?.text() ?? ''}
          onTake={(one) => {
            remember(one.language, one.text);
            language.value = one.language;
            setTaken(taken + 1);
            setKept(false);
          }}
          onClose={() => setKept(false)}
        />
      ) : null}
      <section class="card query-result" aria-label="Outcome" aria-busy={running.value !== null}>
        {language.value === 'redis' ? (
          shown.replies.length > 0 ? (
            <Replies replies={shown.replies} />
          ) : shown.problem ? (
            <ProblemBox problem={shown.problem} />
          ) : (
            <p class="hint empty">One command a line; words with blanks in quotes.</p>
          )
        ) : (
          <Tabs
            label="Outcome"
            chosen={tab.value}
            onChoose={(id) => (tab.value = id)}
            tabs={[
              { id: 'result', name: 'Result' },
              { id: 'plan', name: 'Plan' },
            ]}
          >
            {shown.problem ? (
              <ProblemBox problem={shown.problem} place={place} />
            ) : tab.value === 'result' ? (
              <Result shown={shown} />
            ) : shown.plan ? (
              <Plan plan={shown.plan} />
            ) : (
              <p class="hint empty">Explain shows how a statement would run; Explain and run does so, with what came beside what was expected.</p>
            )}
          </Tabs>
        )}
      </section>
    </div>
  );
}
