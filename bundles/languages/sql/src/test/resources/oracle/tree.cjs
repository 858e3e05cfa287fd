// Writes PostgreSQL's parse trees as S-expressions, in the form that TreeText gives Orbit's.
'use strict';

const NONE = '_';

function only(node) {
  const kind = Object.keys(node)[0];
  return [kind, node[kind]];
}

function quoted(text) {
  return '"' + text.replace(/\\/g, '\\\\').replace(/"/g, '\\"') + '"';
}

function list(nodes, write) {
  return '(' + (nodes || []).map(write).join(' ') + ')';
}

function optional(node, write) {
  return node ? write(node) : NONE;
}

function names(nodes) {
  return (nodes || []).map((node) => node.String.sval || '').join('.');
}

function number(text) {
  const digits = text.replace(/_/g, '').replace(/^-/, '');
  const value = (text.startsWith('-') ? -1 : 1) * Number(digits);
  const whole = /^([0-9]+|0[xob][0-9a-f]+)$/i.test(digits);
  return whole && Math.abs(value) < 1e15 ? String(value) : value.toExponential(9);
}

function constant(node) {
  if (node.isnull) return 'null';
  if (node.sval !== undefined) return quoted(node.sval.sval || '');
  if (node.ival !== undefined) return String(node.ival.ival || 0);
  if (node.fval !== undefined) return number(node.fval.fval);
  if (node.boolval !== undefined) return node.boolval.boolval ? 'true' : 'false';
  if (node.bsval !== undefined) return `(bits ${quoted(node.bsval.bsval || '')})`;
  return 'constant?';
}

function type(node) {
  let text = names(node.names);
  if (text !== 'pg_catalog.interval' && node.typmods) text += list(node.typmods, expression);
  text += '[]'.repeat((node.arrayBounds || []).length);
  return (node.setof ? 'setof ' : '') + text;
}

function sortKey(node) {
  const key = node.SortBy;
  let direction = { SORTBY_DESC: 'desc', SORTBY_USING: 'using' }[key.sortby_dir] || 'asc';
  if (direction === 'using') direction = names(key.useOp).endsWith('>') ? 'desc' : 'asc';
  const nulls = { SORTBY_NULLS_FIRST: ' first', SORTBY_NULLS_LAST: ' last' }[key.sortby_nulls] || '';
  return `(${direction}${nulls} ${expression(key.node)})`;
}

// Frame options are a bit set; bits as in PostgreSQL's parsenodes.h.
function frame(node) {
  const bits = node.frameOptions || 0;
  if (!(bits & 1)) return NONE;
  const unit = bits & 2 ? 'range' : bits & 4 ? 'rows' : 'groups';
  const bound = (unbounded, current, offset, expr, word) =>
    bits & unbounded ? `unbounded_${word}` : bits & current ? 'current' : bits & offset ? expression(expr) : '';
  const start =
    bits & 0x20 ? 'unbounded_preceding' : bits & 0x80 ? 'unbounded_following' : bits & 0x200 ? 'current'
    : bits & 0x800 ? `(preceding ${expression(node.startOffset)})` : `(following ${expression(node.startOffset)})`;
  const end =
    bits & 0x40 ? 'unbounded_preceding' : bits & 0x100 ? 'unbounded_following' : bits & 0x400 ? 'current'
    : bits & 0x1000 ? `(preceding ${expression(node.endOffset)})` : `(following ${expression(node.endOffset)})`;
  const exclusion = bits & 0x8000 ? ' exclude_current' : bits & 0x10000 ? ' exclude_group' : bits & 0x20000 ? ' exclude_ties' : '';
  return `(${unit} ${start} ${end}${exclusion})`;
}

function window(node) {
  if (node.name) return `(over ${quoted(node.name)})`;
  return `(window ${node.refname ? quoted(node.refname) : NONE} ${list(node.partitionClause, expression)}` +
    ` ${list(node.orderClause, sortKey)} ${frame(node)})`;
}

function argument(node) {
  const [kind, value] = only(node);
  return kind === 'NamedArgExpr' ? `(named ${quoted(value.name)} ${expression(value.arg)})` : expression(node);
}

function call(node) {
  if (names(node.funcname) === 'pg_catalog.system_user') return '(value system_user -1)';
  let text = `(call ${names(node.funcname)} ${list(node.args, argument)}`;
  if (node.agg_star) text += ' star';
  if (node.agg_distinct) text += ' distinct';
  if (node.func_variadic) text += ' variadic';
  if (node.agg_order) text += ` ${node.agg_within_group ? 'within' : 'order'}${list(node.agg_order, sortKey)}`;
  if (node.agg_filter) text += ` filter ${expression(node.agg_filter)}`;
  if (node.over) text += ` ${window(node.over)}`;
  return text + ')';
}

function binary(node) {
  const name = names(node.name);
  const left = optional(node.lexpr, expression);
  switch (node.kind) {
    case 'AEXPR_OP': return `(op ${name} ${left} ${expression(node.rexpr)})`;
    case 'AEXPR_OP_ANY': return `(any ${name.replace(/^pg_catalog\./, '')} ${left} ${expression(node.rexpr)})`;
    case 'AEXPR_OP_ALL': return `(all ${name.replace(/^pg_catalog\./, '')} ${left} ${expression(node.rexpr)})`;
    case 'AEXPR_DISTINCT': return `(distinct ${left} ${expression(node.rexpr)})`;
    case 'AEXPR_NOT_DISTINCT': return `(notdistinct ${left} ${expression(node.rexpr)})`;
    case 'AEXPR_NULLIF': return `(nullif ${left} ${expression(node.rexpr)})`;
    case 'AEXPR_IN': return `(${name === '=' ? 'in' : 'notin'} ${left} ${list(node.rexpr.List.items, expression)})`;
    case 'AEXPR_LIKE': case 'AEXPR_ILIKE': case 'AEXPR_SIMILAR':
      return `(like ${name} ${left} ${expression(node.rexpr)})`;
    default:
      return `(${node.kind.substring(6).toLowerCase()} ${left} ${list(node.rexpr.List.items, expression)})`;
  }
}

function subLink(node) {
  const inner = query(node.subselect.SelectStmt);
  const operator = node.operName ? names(node.operName).replace(/^pg_catalog\./, '') : null;
  switch (node.subLinkType) {
    case 'EXISTS_SUBLINK': return `(exists ${inner})`;
    case 'EXPR_SUBLINK': return `(sub ${inner})`;
    case 'ARRAY_SUBLINK': return `(arrayq ${inner})`;
    case 'ANY_SUBLINK':
      return operator ? `(anyq ${operator} ${expression(node.testexpr)} ${inner})` : `(inq ${expression(node.testexpr)} ${inner})`;
    default: return `(allq ${operator} ${expression(node.testexpr)} ${inner})`;
  }
}

function indirect(parts) {
  return (parts || []).map((part) => {
    const [kind, value] = only(part);
    if (kind === 'String') return ` .${quoted(value.sval || '')}`;
    if (kind === 'A_Star') return ' .*';
    return value.is_slice ? ` [${optional(value.lidx, expression)}:${optional(value.uidx, expression)}]` : ` [${expression(value.uidx)}]`;
  }).join('');
}

function indirection(node) {
  let base = node.arg;
  let parts = indirect(node.indirection);
  while (base.A_Indirection) {
    parts = indirect(base.A_Indirection.indirection) + parts;
    base = base.A_Indirection.arg;
  }
  return `(ind ${expression(base)}${parts})`;
}

const VALUES = {
  SVFOP_CURRENT_TIME_N: 'current_time', SVFOP_CURRENT_TIMESTAMP_N: 'current_timestamp',
  SVFOP_LOCALTIME_N: 'localtime', SVFOP_LOCALTIMESTAMP_N: 'localtimestamp', SVFOP_USER: 'current_user',
};

function expression(node) {
  const [kind, value] = only(node);
  switch (kind) {
    case 'A_Const': return constant(value);
    case 'ColumnRef': {
      const fields = value.fields.map((field) => (field.A_Star ? '*' : quoted(field.String.sval || '')));
      return `(col ${fields.join(' ')})`;
    }
    case 'ParamRef': return '$' + (value.number || 0);
    case 'A_Expr': return binary(value);
    case 'BoolExpr':
      return `(${value.boolop.substring(0, value.boolop.indexOf('_')).toLowerCase()} ${value.args.map(expression).join(' ')})`;
    case 'NullTest': return `(${value.nulltesttype === 'IS_NULL' ? 'isnull' : 'isnotnull'} ${expression(value.arg)})`;
    case 'BooleanTest': return `(${value.booltesttype.toLowerCase()} ${expression(value.arg)})`;
    case 'JsonIsPredicate': return `(is_json ${expression(value.expr)})`;
    case 'XmlExpr': return value.op === 'IS_DOCUMENT' ? `(is_document ${expression(value.args[0])})` : '(xml)';
    case 'TypeCast': return `(cast ${expression(value.arg)} ${type(value.typeName)})`;
    case 'SubLink': return subLink(value);
    case 'FuncCall': return call(value);
    case 'MergeSupportFunc': return '(call merge_action ())';
    case 'CoalesceExpr': return `(coalesce ${list(value.args, expression)})`;
    case 'MinMaxExpr': return `(${value.op === 'IS_GREATEST' ? 'greatest' : 'least'} ${list(value.args, expression)})`;
    case 'SQLValueFunction':
      return `(value ${VALUES[value.op] || value.op.substring(6).toLowerCase()} ${value.typmod === undefined ? 0 : value.typmod})`;
    case 'A_Indirection': return indirection(value);
    case 'CollateClause': return `(collate ${expression(value.arg)} ${names(value.collname)})`;
    case 'GroupingFunc': return `(grouping ${list(value.args, expression)})`;
    case 'SetToDefault': return 'default';
    case 'CurrentOfExpr': return `(currentof ${quoted(value.cursor_name)})`;
    case 'RowExpr': return `(row ${list(value.args, expression)})`;
    case 'A_ArrayExpr': return `(array ${list(value.elements, expression)})`;
    case 'CaseExpr':
      return `(case ${optional(value.arg, expression)} ` +
        list(value.args, (branch) => `(${expression(branch.CaseWhen.expr)} ${expression(branch.CaseWhen.result)})`) +
        ` ${optional(value.defresult, expression)})`;
    default: return `(${kind})`;
  }
}

// Queries

function alias(node) {
  if (!node) return NONE;
  return `(as ${quoted(node.aliasname)} ${list(node.colnames, (name) => quoted(name.String.sval || ''))})`;
}

function rangeVar(node) {
  const name = [node.catalogname, node.schemaname, node.relname].filter((part) => part !== undefined).map(quoted).join('.');
  return `(table ${node.inh ? '' : 'only '}${name} ${alias(node.alias)})`;
}

function columnDefinitions(nodes) {
  return list(nodes, (node) => `(${quoted(node.ColumnDef.colname)} ${type(node.ColumnDef.typeName)})`);
}

function from(node) {
  const [kind, value] = only(node);
  switch (kind) {
    case 'RangeVar': return rangeVar(value);
    case 'RangeSubselect':
      return `(subquery ${value.lateral ? 'lateral ' : ''}${query(value.subquery.SelectStmt)} ${alias(value.alias)})`;
    case 'RangeTableSample':
      return `(sample ${from(value.relation)} ${names(value.method)} ${list(value.args, expression)} ${optional(value.repeatable, expression)})`;
    case 'RangeFunction': {
      const items = list(value.functions, (item) => {
        const parts = item.List.items;
        const definitions = parts[1] && parts[1].List ? parts[1].List.items : value.is_rowsfrom ? [] : value.coldeflist;
        return `(${expression(parts[0])} ${columnDefinitions(definitions)})`;
      });
      return `(function ${value.lateral ? 'lateral ' : ''}${value.ordinality ? 'ordinality ' : ''}${items} ${alias(value.alias)})`;
    }
    case 'JoinExpr': {
      const cross = value.jointype === 'JOIN_INNER' && !value.quals && !value.usingClause && !value.isNatural;
      const join = cross ? 'cross' : value.jointype.substring(5).toLowerCase();
      return `(${join}${value.isNatural ? ' natural' : ''} ${from(value.larg)} ${from(value.rarg)} ` +
        `${list(value.usingClause, (name) => quoted(name.String.sval))} ` +
        `${value.join_using_alias ? quoted(value.join_using_alias.aliasname) : NONE} ${optional(value.quals, expression)} ${alias(value.alias)})`;
    }
    default: return `(${kind})`;
  }
}

function item(node) {
  const target = node.ResTarget;
  return `(${expression(target.val)} ${target.name === undefined ? NONE : quoted(target.name)})`;
}

function group(node) {
  const set = node.GroupingSet;
  if (!set) return expression(node);
  const kind = { GROUPING_SET_EMPTY: 'empty', GROUPING_SET_ROLLUP: 'rollup', GROUPING_SET_CUBE: 'cube', GROUPING_SET_SETS: 'sets' }[set.kind];
  return kind === 'empty' ? '(empty)' : `(${kind} ${list(set.content, group)})`;
}

function withClause(node) {
  if (!node) return NONE;
  return `(with ${node.recursive ? 'recursive ' : ''}` + list(node.ctes, (entry) => {
    const cte = entry.CommonTableExpr;
    const materialized = { CTEMaterializeAlways: ' always', CTEMaterializeNever: ' never' }[cte.ctematerialized] || '';
    return `(${quoted(cte.ctename)} ${list(cte.aliascolnames, (name) => quoted(name.String.sval))}${materialized} ${statement(cte.ctequery)})`;
  }) + ')';
}

function locking(node) {
  const clause = node.LockingClause;
  const strength = { LCS_FORKEYSHARE: 'key_share', LCS_FORSHARE: 'share', LCS_FORNOKEYUPDATE: 'no_key_update', LCS_FORUPDATE: 'update' }[clause.strength];
  const waiting = { LockWaitSkip: ' skip', LockWaitError: ' nowait' }[clause.waitPolicy] || '';
  return `(${strength}${waiting} ${list(clause.lockedRels, from)})`;
}

function body(node) {
  if (node.valuesLists) return `(values ${list(node.valuesLists, (row) => list(row.List.items, expression))})`;
  if (node.op && node.op !== 'SETOP_NONE') {
    return `(${node.op.substring(6).toLowerCase()}${node.all ? ' all' : ''} ${query(node.larg)} ${query(node.rarg)})`;
  }
  const distinct = node.distinctClause ? list(node.distinctClause.filter((entry) => Object.keys(entry).length > 0), expression) : NONE;
  return `(select ${distinct} ${list(node.targetList, item)} ${list(node.fromClause, from)} ${optional(node.whereClause, expression)} ` +
    `${node.groupDistinct ? 'distinct' : ''}${list(node.groupClause, group)} ${optional(node.havingClause, expression)} ` +
    `${list(node.windowClause, (entry) => `(${quoted(entry.WindowDef.name)} ${window({ ...entry.WindowDef, name: undefined })})`)})`;
}

function limit(node) {
  return !node || (node.A_Const && node.A_Const.isnull) ? NONE : expression(node);
}

function query(node) {
  return `(query ${withClause(node.withClause)} ${body(node)} ${list(node.sortClause, sortKey)} ${limit(node.limitCount)} ` +
    `${limit(node.limitOffset)}${node.limitOption === 'LIMIT_OPTION_WITH_TIES' ? ' ties' : ''} ${list(node.lockingClause, locking)})`;
}

// Changes

function target(node) {
  // Orbit keeps subscripts and fields apart.
  const parts = node.ResTarget.indirection || [];
  const indexes = parts.filter((part) => part.A_Indices);
  const fields = parts.filter((part) => !part.A_Indices);
  return quoted(node.ResTarget.name) + indirect(indexes) + indirect(fields);
}

function assignments(nodes) {
  const out = [];
  for (let i = 0; i < nodes.length; i++) {
    const multiple = nodes[i].ResTarget.val.MultiAssignRef;
    if (multiple) {
      out.push(`(set ${list(nodes.slice(i, i + multiple.ncolumns), target)} ${expression(multiple.source)})`);
      i += multiple.ncolumns - 1;
    } else {
      out.push(`(set ${target(nodes[i])} ${expression(nodes[i].ResTarget.val)})`);
    }
  }
  return `(${out.join(' ')})`;
}

function returning(node) {
  return list(node.returningClause ? node.returningClause.exprs : node.returningList, item);
}

function conflict(node) {
  if (!node) return NONE;
  const infer = node.infer || {};
  const elements = list(infer.indexElems, (entry) => {
    const element = entry.IndexElem;
    return element.name !== undefined ? `(col ${quoted(element.name)})` : expression(element.expr);
  });
  const update = node.action === 'ONCONFLICT_UPDATE' ? assignments(node.targetList) : NONE;
  return `(conflict ${elements} ${optional(infer.whereClause, expression)} ${infer.conname ? quoted(infer.conname) : NONE} ${update} ${optional(node.whereClause, expression)})`;
}

const OVERRIDING = { OVERRIDING_USER_VALUE: ' user', OVERRIDING_SYSTEM_VALUE: ' system' };

function mergeWhen(node) {
  const when = node.MergeWhenClause;
  const match = { MERGE_WHEN_MATCHED: 'matched', MERGE_WHEN_NOT_MATCHED_BY_SOURCE: 'not_matched_by_source', MERGE_WHEN_NOT_MATCHED_BY_TARGET: 'not_matched_by_target' }[when.matchKind];
  let action;
  if (when.commandType === 'CMD_NOTHING') action = 'nothing';
  else if (when.commandType === 'CMD_DELETE') action = 'delete';
  else if (when.commandType === 'CMD_UPDATE') action = assignments(when.targetList);
  else action = `(insert ${list(when.targetList, target)}${OVERRIDING[when.override] || ''} ${when.values ? list(when.values, expression) : NONE})`;
  return `(${match} ${optional(when.condition, expression)} ${action})`;
}

// Definitions: kind and names; what the expressions in them are is seen elsewhere

function relationName(node) {
  return [node.catalogname, node.schemaname, node.relname].filter((part) => part !== undefined).map(quoted).join('.');
}

const CONSTRAINTS = {
  CONSTR_NULL: 'null', CONSTR_NOTNULL: 'notnull', CONSTR_DEFAULT: 'default', CONSTR_IDENTITY: 'identity', CONSTR_GENERATED: 'generated',
  CONSTR_CHECK: 'check', CONSTR_PRIMARY: 'primary', CONSTR_UNIQUE: 'unique', CONSTR_FOREIGN: 'foreign',
};

function constraint(node) {
  const value = node.Constraint;
  const kind = CONSTRAINTS[value.contype];
  const named = value.conname ? quoted(value.conname) : NONE;
  const keys = (nodes) => list(nodes, (name) => quoted(name.String.sval));
  switch (kind) {
    case 'default': case 'generated': case 'check': return `(${kind} ${named} ${expression(value.raw_expr)})`;
    case 'primary': case 'unique': return `(${kind} ${named} ${keys(value.keys)})`;
    case 'foreign':
      return `(foreign ${named} ${keys(value.fk_attrs)} ${relationName(value.pktable)} ${keys(value.pk_attrs)} ${value.fk_matchtype} ${value.fk_upd_action} ${value.fk_del_action})`;
    default: return `(${kind} ${named})`;
  }
}

function isAttribute(node) {
  return (node.Constraint.contype || '').startsWith('CONSTR_ATTR');
}

function column(node) {
  const value = node.ColumnDef;
  return `(column ${quoted(value.colname)} ${type(value.typeName)} ${value.collClause ? names(value.collClause.collname) : NONE} ` +
    `${list((value.constraints || []).filter((entry) => !isAttribute(entry)), constraint)})`;
}

function createTable(node) {
  const elements = node.tableElts || [];
  return `(createtable ${relationName(node.relation)} ${list(elements.filter((entry) => entry.ColumnDef), column)} ` +
    `${list(elements.filter((entry) => entry.Constraint), constraint)} ` +
    `${list(elements.filter((entry) => entry.TableLikeClause), (entry) => relationName(entry.TableLikeClause.relation))})`;
}

function createTableAs(node) {
  const kind = node.objtype === 'OBJECT_MATVIEW' ? 'creatematview' : 'createtableas';
  return `(${kind} ${relationName(node.into.rel)} ${list(node.into.colNames, (name) => quoted(name.String.sval))} ${statement(node.query)}${node.into.skipData ? ' nodata' : ''})`;
}

function indexElement(node) {
  const element = node.IndexElem;
  const direction = element.ordering === 'SORTBY_DESC' ? 'desc' : 'asc';
  const nulls = { SORTBY_NULLS_FIRST: ' first', SORTBY_NULLS_LAST: ' last' }[element.nulls_ordering] || '';
  return `(${direction}${nulls} ${element.name !== undefined ? `(col ${quoted(element.name)})` : expression(element.expr)} ${names(element.collation)} ${names(element.opclass)})`;
}

function setStatement(node) {
  if (node.kind === 'VAR_RESET') return `(reset ${quoted(node.name)})`;
  if (node.name === 'role') return '(setrole)';
  if (node.name === 'session_authorization') return '(setauthorization)';
  if (node.kind === 'VAR_SET_MULTI') return '(settransaction)';
  if (node.kind === 'VAR_RESET_ALL') return '(reset all)';
  if (node.kind === 'VAR_SET_DEFAULT') return `(set ${quoted(node.name)} ())`;
  return `(set ${quoted(node.name)} ${list(node.args, expression)})`;
}

const TRANSACTIONS = {
  TRANS_STMT_BEGIN: 'begin', TRANS_STMT_START: 'begin', TRANS_STMT_COMMIT: 'commit', TRANS_STMT_ROLLBACK: 'rollback',
  TRANS_STMT_SAVEPOINT: 'savepoint', TRANS_STMT_RELEASE: 'release', TRANS_STMT_ROLLBACK_TO: 'rollbackto',
};

function drop(node) {
  const objects = list(node.objects, (entry) => {
    const [kind, value] = only(entry);
    if (kind === 'List') return names(value.items);
    if (kind === 'TypeName') return names(value.names);
    return value.sval || '';
  });
  return `(drop ${node.removeType.substring(7).toLowerCase()} ${objects}${node.missing_ok ? ' if_exists' : ''}${node.behavior === 'DROP_CASCADE' ? ' cascade' : ''})`;
}

function statement(node) {
  const [kind, value] = only(node);
  switch (kind) {
    case 'SelectStmt': {
      let first = value;
      while (first.larg) first = first.larg;
      return first.intoClause ? `(createtableas ${relationName(first.intoClause.rel)} () ${query(value)})` : query(value);
    }
    case 'InsertStmt':
      return `(insert ${withClause(value.withClause)} ${rangeVar(value.relation)} ${list(value.cols, target)}${OVERRIDING[value.override] || ''} ` +
        `${optional(value.selectStmt, (source) => query(source.SelectStmt))} ${conflict(value.onConflictClause)} ${returning(value)})`;
    case 'UpdateStmt':
      return `(update ${withClause(value.withClause)} ${rangeVar(value.relation)} ${assignments(value.targetList)} ${list(value.fromClause, from)} ` +
        `${optional(value.whereClause, expression)} ${returning(value)})`;
    case 'DeleteStmt':
      return `(delete ${withClause(value.withClause)} ${rangeVar(value.relation)} ${list(value.usingClause, from)} ${optional(value.whereClause, expression)} ${returning(value)})`;
    case 'MergeStmt':
      return `(merge ${withClause(value.withClause)} ${rangeVar(value.relation)} ${from(value.sourceRelation)} ${expression(value.joinCondition)} ` +
        `${list(value.mergeWhenClauses, mergeWhen)} ${returning(value)})`;
    case 'TruncateStmt':
      return `(truncate ${list(value.relations, from)}${value.restart_seqs ? ' restart' : ''}${value.behavior === 'DROP_CASCADE' ? ' cascade' : ''})`;
    case 'CreateStmt': return createTable(value);
    case 'CreateTableAsStmt': return createTableAs(value);
    case 'IndexStmt':
      return `(createindex ${value.idxname ? quoted(value.idxname) : NONE} ${relationName(value.relation)}${value.unique ? ' unique' : ''} ` +
        `${list(value.indexParams, indexElement)} ${optional(value.whereClause, expression)})`;
    case 'ViewStmt':
      return `(createview ${relationName(value.view)}${value.replace ? ' replace' : ''} ${list(value.aliases, (name) => quoted(name.String.sval))})`;
    case 'CreateSeqStmt': return `(createsequence ${relationName(value.sequence)})`;
    case 'AlterSeqStmt': return `(altersequence ${relationName(value.sequence)})`;
    case 'CreateSchemaStmt': return `(createschema ${value.schemaname ? quoted(value.schemaname) : NONE} ${list(value.schemaElts, statement)})`;
    case 'CreatedbStmt': return `(createdatabase ${quoted(value.dbname)})`;
    case 'AlterTableStmt': return `(altertable ${relationName(value.relation)} ${value.cmds.length})`;
    case 'RenameStmt':
      return value.renameType === 'OBJECT_ROLE' ? `(renamerole ${quoted(value.subname)} ${quoted(value.newname)})`
        : value.renameType === 'OBJECT_DATABASE' ? '(alterdatabase)'
        : value.relation ? `(altertable ${relationName(value.relation)} 1)` : '(altertable 1)';
    case 'AlterObjectSchemaStmt': return value.relation ? `(altertable ${relationName(value.relation)} 1)` : '(altertable 1)';
    case 'AlterOwnerStmt': return value.objectType === 'OBJECT_DATABASE' ? '(alterdatabase)' : '(altertable 1)';
    case 'AlterDatabaseStmt': case 'AlterDatabaseRefreshCollStmt': case 'AlterDatabaseSetStmt': return '(alterdatabase)';
    case 'DropStmt': return drop(value);
    case 'DropdbStmt': return `(drop database (${value.dbname})${value.missing_ok ? ' if_exists' : ''}${value.options ? ' cascade' : ''})`;
    case 'DropRoleStmt':
      return `(drop role ${list(value.roles, (role) => role.RoleSpec.rolename || role.RoleSpec.roletype.substring(9))}${value.missing_ok ? ' if_exists' : ''})`;
    case 'CommentStmt': return `(comment ${value.comment === undefined ? NONE : quoted(value.comment)})`;
    case 'CreateRoleStmt': return `(createrole ${quoted(value.role)})`;
    case 'AlterRoleStmt': {
      const members = (value.options || []).length === 1 && value.options[0].DefElem;
      return members && members.defname === 'rolemembers'
        ? `(${value.action === -1 ? 'revokerole' : 'grantrole'} 1 ${members.arg.List.items.length})`
        : '(alterrole)';
    }
    case 'AlterRoleSetStmt': return '(alterroleset)';
    case 'GrantStmt': return `(${value.is_grant ? 'grant' : 'revoke'} ${(value.privileges || []).length} ${(value.grantees || []).length})`;
    case 'GrantRoleStmt': return `(${value.is_grant ? 'grantrole' : 'revokerole'} ${(value.granted_roles || []).length} ${(value.grantee_roles || []).length})`;
    case 'TransactionStmt': return `(${TRANSACTIONS[value.kind] || value.kind}${value.savepoint_name ? ' ' + quoted(value.savepoint_name) : ''}${value.chain ? ' chain' : ''})`;
    case 'VariableSetStmt': return setStatement(value);
    case 'VariableShowStmt': return `(show ${quoted(value.name)})`;
    case 'ConstraintsSetStmt': return `(setconstraints ${(value.constraints || []).length}${value.deferred ? ' deferred' : ''})`;
    case 'DiscardStmt': return '(discard)';
    case 'ListenStmt': return `(listen ${quoted(value.conditionname)})`;
    case 'UnlistenStmt': return `(unlisten ${value.conditionname ? quoted(value.conditionname) : NONE})`;
    case 'NotifyStmt': return `(notify ${quoted(value.conditionname)} ${quoted(value.payload || '')})`;
    case 'LockStmt': return `(lock ${list(value.relations, from)}${value.nowait ? ' nowait' : ''})`;
    case 'PrepareStmt': return `(prepare ${quoted(value.name)} ${list(value.argtypes, (entry) => type(entry.TypeName))} ${statement(value.query)})`;
    case 'ExecuteStmt': return `(execute ${quoted(value.name)} ${list(value.params, expression)})`;
    case 'DeallocateStmt': return `(deallocate ${value.name ? quoted(value.name) : NONE})`;
    case 'DeclareCursorStmt': return `(declare ${quoted(value.portalname)} ${statement(value.query)})`;
    case 'FetchStmt': return `(${value.ismove ? 'move' : 'fetch'} ${quoted(value.portalname)})`;
    case 'ClosePortalStmt': return `(close ${value.portalname ? quoted(value.portalname) : NONE})`;
    case 'ExplainStmt': return `(explain ${list(value.options, (option) => option.DefElem.defname)} ${statement(value.query)})`;
    case 'CopyStmt':
      return `(copy ${value.relation ? relationName(value.relation) : statement(value.query)} ${list(value.attlist, (name) => quoted(name.String.sval))}` +
        `${value.is_from ? ' from' : ' to'}${value.is_program ? ' program' : ''} ${value.filename ? quoted(value.filename) : NONE} ${optional(value.whereClause, expression)})`;
    case 'VacuumStmt':
      return `(${value.is_vacuumcmd ? 'vacuum' : 'analyze'} ${list(value.rels, (entry) => relationName(entry.VacuumRelation.relation))})`;
    case 'ReindexStmt': return '(reindex)';
    case 'RefreshMatViewStmt': return '(refresh)';
    case 'CheckPointStmt': return '(checkpoint)';
    case 'CallStmt': return call(value.funccall);
    case 'DoStmt': return '(do)';
    default: return `(${kind})`;
  }
}

module.exports = { statement };
