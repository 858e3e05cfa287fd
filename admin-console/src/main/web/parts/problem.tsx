import type { Problem } from '../api';

/** A refusal in full: what is wrong, where, and what to do. */
export function ProblemBox({ problem, place }: { problem: Problem; place?: string | undefined }) {
  return (
    <div class="problem" role="alert">
      <p>
        <strong>{problem.title}</strong>
        {problem.sqlState ? <span class="place"> {problem.sqlState}</span> : null}
        {place ? <span class="place"> {place}</span> : null}
      </p>
      <p>{problem.detail}</p>
      {problem.more ? <p class="hint">{problem.more}</p> : null}
      {problem.hint ? <p class="hint">{problem.hint}</p> : null}
    </div>
  );
}
