import { useEffect, useRef, useState } from 'preact/hooks';
import type { StatementAnswer } from '../api';
import { exact, seconds } from '../format';
import { Editor, type EditorHandle, type Language } from '../parts/editor';
import { Grid } from '../parts/grid';
import { ProblemBox } from '../parts/problem';
import { Tabs } from '../parts/tabs';
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
      </div>
      {answer.notices.map((notice, number) => (
        <p key={number} class="message">
          {notice.severity}: {notice.message}
        </p>
      ))}
      {answer.columns.length > 0 ? <Grid answer={answer} /> : null}
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
  useEffect(() => {
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

export default function QueryRoom() {
  const editor = useRef<EditorHandle | null>(null);
  const [place, setPlace] = useState('');
  const initial = remembered(language.value);
  const shown = outcome.value;

  useEffect(() => {
    setPlace(shown.position === null || !editor.current ? '' : editor.current.showMistake(shown.position));
  }, [shown.run]);

  function go(explain: boolean) {
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
            <select value={language.value} disabled={running.value !== null} onChange={(event) => (language.value = event.currentTarget.value as Language)}>
              <option value="sql">SQL</option>
              <option value="redis">Redis commands</option>
            </select>
          </label>
          <span class="spring" />
          {running.value ? (
            <RunningButton />
          ) : (
            <>
              {language.value === 'sql' ? (
                <button type="button" onClick={() => go(true)}>
                  Explain
                </button>
              ) : null}
              <button type="button" class="primary" onClick={() => go(false)} aria-keyshortcuts="Control+Enter">
                Run <kbd aria-hidden="true">Ctrl ↵</kbd>
              </button>
            </>
          )}
        </div>
        <Editor
          key={language.value}
          language={language.value}
          initial={initial}
          onChange={(text) => remember(language.value, text)}
          onRun={() => go(false)}
          onHandle={(handle) => (editor.current = handle)}
        />
      </section>
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
              <pre class="replies" tabIndex={0} role="region" aria-label="Plan">
                {shown.plan}
              </pre>
            ) : (
              <p class="hint empty">Explain shows how a statement would run, without running it.</p>
            )}
          </Tabs>
        )}
      </section>
    </div>
  );
}
