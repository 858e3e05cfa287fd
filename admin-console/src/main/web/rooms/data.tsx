/** Tables with their records, Redis' keys, and the definition of tables. */
import { useEffect, useState } from 'preact/hooks';
import { type Collection, api, problemOf } from '../api';
import { ActionBar, type Actions, Loading, useActions } from '../parts/actions';
import { Table } from '../parts/table';
import { Tabs } from '../parts/tabs';
import { Designer } from './designer';
import { Import } from './import';
import { Keys } from './keys';
import { RecordDialog, type Row, keyOf, shown } from './record';

const PAGE = 100;

interface Page {
  records: Row[];
  next?: string;
}

function Records({ collection, actions }: { collection: Collection; actions: Actions }) {
  const path = `/collections/${encodeURIComponent(collection.schema)}/${encodeURIComponent(collection.name)}/records`;
  const [page, setPage] = useState<Page | null>(null);
  const [starts, setStarts] = useState<string[]>(['']);
  const [chosen, setChosen] = useState<string | null>(null);
  const [problem, setProblem] = useState('');
  const after = starts.at(-1)!;
  const load = () =>
    api.get<Page>(`${path}?limit=${PAGE}${after ? `&after=${encodeURIComponent(after)}` : ''}`).then(
      (read) => {
        setPage(read);
        setProblem('');
      },
      (failure) => setProblem(problemOf(failure).detail),
    );
  useEffect(() => void load(), [path, after]);
  if (page === null) {
    return problem ? (
      <p class="problem-line" role="alert">
        {problem}
      </p>
    ) : (
      <Loading />
    );
  }
  const hasKey = collection.primaryKey.length > 0;
  const names = collection.columns.map((column) => column.name).filter((name) => name !== '_extra');
  const columns = names.map((name) => ({ name, show: (row: Row) => shown(row[name]) }));
  const open = {
    name: 'Record',
    show: (row: Row) => (
      <button type="button" aria-label={`Open ${keyOf(collection, row)}`} onClick={() => setChosen(keyOf(collection, row))}>
        Open
      </button>
    ),
  };
  return (
    <section class="card" aria-label={`Records of ${collection.name}`}>
      <div class="toolbar">
        <h2>
          {collection.schema}.{collection.name}
        </h2>
        <span class="spring" />
        <Import collection={collection} onDone={load} />
        {hasKey ? (
          <button type="button" onClick={() => setChosen('')}>
            New record…
          </button>
        ) : null}
        <button type="button" disabled={starts.length === 1} onClick={() => setStarts(starts.slice(0, -1))}>
          Before
        </button>
        <button type="button" disabled={!page.next} onClick={() => setStarts([...starts, page.next!])}>
          Next
        </button>
      </div>
      <Table
        label={`Records of ${collection.name}`}
        rows={page.records}
        keyOf={(row) => (hasKey ? keyOf(collection, row) : JSON.stringify(row))}
        empty={after ? 'There are no more.' : 'There is no record yet.'}
        columns={hasKey ? [...columns, open] : columns}
      />
      {hasKey ? null : <p class="hint">Without a primary key records have no addresses: change them by statements.</p>}
      {chosen === null ? null : (
        <RecordDialog
          collection={collection}
          path={path}
          recordKey={chosen}
          actions={actions}
          onClose={() => {
            setChosen(null);
            void load();
          }}
        />
      )}
    </section>
  );
}

function TablesTab({ collections, actions }: { collections: Collection[]; actions: Actions }) {
  const [filter, setFilter] = useState('');
  const [chosen, setChosen] = useState('');
  const all = collections.map((one) => ({ one, name: `${one.schema}.${one.name}` }));
  const listed = all.filter((each) => each.name.includes(filter.trim()));
  const open = all.find((each) => each.name === chosen);
  return (
    <div class="split">
      <section class="card" aria-label="Tables">
        <label class="filter">
          Filter
          <input type="search" value={filter} onInput={(event) => setFilter(event.currentTarget.value)} />
        </label>
        <ul class="picks">
          {listed.map(({ one, name }) => (
            <li key={name}>
              <button type="button" aria-pressed={name === chosen} onClick={() => setChosen(name)}>
                {name} <small>{one.kind}</small>
              </button>
            </li>
          ))}
        </ul>
        {listed.length === 0 ? <p class="hint empty">{collections.length === 0 ? 'There is no table yet: design one.' : 'No table has such a name.'}</p> : null}
      </section>
      {open ? (
        <Records key={open.name} collection={open.one} actions={actions} />
      ) : (
        <section class="card" aria-label="Records">
          <p class="hint empty">Choose a table to see its records.</p>
        </section>
      )}
    </div>
  );
}

export default function DataRoom() {
  const [tab, setTab] = useState('tables');
  const [collections, setCollections] = useState<Collection[] | null>(null);
  const actions = useActions();
  const look = () => api.get<Collection[]>('/collections').then(setCollections, () => undefined);
  useEffect(() => void look(), []);
  if (collections === null) {
    return <Loading />;
  }
  return (
    <>
      <ActionBar actions={actions} />
      <Tabs
        label="What to see"
        chosen={tab}
        onChoose={setTab}
        tabs={[
          { id: 'tables', name: 'Tables' },
          { id: 'keys', name: 'Redis keys' },
          { id: 'design', name: 'Design' },
        ]}
      >
        {tab === 'tables' ? <TablesTab collections={collections} actions={actions} /> : tab === 'keys' ? <Keys actions={actions} /> : <Designer collections={collections} actions={actions} onChange={look} />}
      </Tabs>
    </>
  );
}
