import { useRef, useState } from 'preact/hooks';
import { type Problem, type StatementAnswer, api, problemOf } from '../api';
import { count } from '../format';
import { Editor, type EditorHandle, type Language } from '../parts/editor';
import { Grid } from '../parts/grid';
import { ProblemBox } from '../parts/problem';
import { Tabs } from '../parts/tabs';
import { formatReply, splitCommand } from '../redis';

const KEY = 'orbit.query';
const FIRST: Record<Language, string> = {
  sql: 'SELECT 1 AS one;\n',
  redis: 'PING\n',
};

interface Outcome {
  answers: StatementAnswer[];
  plan: string;
  replies: string;
  milliseconds: number;
}

const NOTHING: Outcome = { answers: [], plan: '', replies: '', milliseconds: 0 };

async function runRedis(text: string): Promise<string> {
  const replies: string[] = [];
  for (const line of text.split('\n')) {
    const words = splitCommand(line);
    if (words.length > 0) {
      replies.push(`> ${line.trim()}`);
      try {
        replies.push(formatReply((await api.redis(words)).reply));
      } catch (failure) {
        replies.push(`(error) ${problemOf(failure).detail}`);
      }
    }
  }
  return replies.join('\n');
}

function summary(answer: StatementAnswer): string {
  const rows = answer.count < 0 ? '' : ` ${count(answer.count)}`;
  return `${answer.tag}${rows}, ${answer.milliseconds.toFixed(1)} ms${answer.truncated ? `, first ${count(answer.rows.length)} shown` : ''}`;
}

function Answers({ answers }: { answers: StatementAnswer[] }) {
  const [at, setAt] = useState(answers.length - 1);
  const answer = answers[Math.min(at, answers.length - 1)];
  if (!answer) {
    return <p class="hint empty">Run something: its result comes here.</p>;
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

export default function QueryRoom() {
  const [language, setLanguage] = useState<Language>('sql');
  const [tab, setTab] = useState('result');
  const [outcome, setOutcome] = useState(NOTHING);
  const [problem, setProblem] = useState<{ problem: Problem; place?: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const editor = useRef<EditorHandle | null>(null);
  const [run, setRun] = useState(0);

  async function go(explain: boolean) {
    if (busy || !editor.current) {
      return;
    }
    const whole = editor.current.text();
    const selected = editor.current.selected();
    const text = selected || whole;
    sessionStorage.setItem(`${KEY}.${language}`, whole);
    setBusy(true);
    setProblem(null);
    const begin = performance.now();
    try {
      if (language === 'redis') {
        const replies = await runRedis(text);
        setOutcome({ ...NOTHING, replies, milliseconds: performance.now() - begin });
        setTab('result');
      } else if (explain) {
        const plan = (await api.explain(text.trim().replace(/;$/, ''))).rows.map((row) => row[0] ?? '').join('\n');
        setOutcome({ ...outcome, plan });
        setTab('plan');
      } else {
        const { results } = await api.script(text);
        setOutcome({ ...NOTHING, answers: results, milliseconds: performance.now() - begin });
        setTab('result');
      }
      setRun(run + 1);
    } catch (failure) {
      const refused = problemOf(failure);
      const offset = selected ? whole.indexOf(selected) : explain ? whole.length - whole.trimStart().length : 0;
      const where = refused.position === undefined ? undefined : editor.current.showMistake(refused.position + offset);
      setProblem(where ? { problem: refused, place: where } : { problem: refused });
    }
    setBusy(false);
  }

  return (
    <div class="query">
      <section class="card query-text" aria-label="Query">
        <div class="toolbar">
          <label>
            Language{' '}
            <select value={language} onChange={(event) => setLanguage(event.currentTarget.value as Language)}>
              <option value="sql">SQL</option>
              <option value="redis">Redis commands</option>
            </select>
          </label>
          <span class="spring" />
          {language === 'sql' ? (
            <button type="button" disabled={busy} onClick={() => go(true)}>
              Explain
            </button>
          ) : null}
          <button type="button" class="primary" disabled={busy} onClick={() => go(false)} aria-keyshortcuts="Control+Enter">
            {busy ? 'Running…' : 'Run'} <kbd aria-hidden="true">Ctrl ↵</kbd>
          </button>
        </div>
        <Editor
          key={language}
          language={language}
          initial={sessionStorage.getItem(`${KEY}.${language}`) ?? FIRST[language]}
          onRun={() => void go(false)}
          onHandle={(handle) => (editor.current = handle)}
        />
      </section>
      {problem ? <ProblemBox problem={problem.problem} place={problem.place} /> : null}
      <section class="card query-result" aria-label="Outcome">
        {language === 'redis' ? (
          outcome.replies ? (
            <pre class="replies" tabIndex={0} role="log" aria-label="Replies">
              {outcome.replies}
            </pre>
          ) : (
            <p class="hint empty">One command a line; words with blanks in quotes.</p>
          )
        ) : (
          <Tabs
            label="Outcome"
            chosen={tab}
            onChoose={setTab}
            tabs={[
              { id: 'result', name: 'Result' },
              { id: 'plan', name: 'Plan' },
            ]}
          >
            {tab === 'result' ? (
              <Answers key={run} answers={outcome.answers} />
            ) : outcome.plan ? (
              <pre class="replies" tabIndex={0} role="region" aria-label="Plan">
                {outcome.plan}
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
