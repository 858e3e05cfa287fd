package io.orbit.language.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Dialect;
import io.orbit.api.query.ParsedStatement;
import io.orbit.api.query.tree.AccessControl;
import io.orbit.api.query.tree.Definition;
import io.orbit.api.query.tree.Definition.ConstraintClause;
import io.orbit.api.query.tree.Definition.TableAction;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.Expression.Literal;
import io.orbit.api.query.tree.Modification;
import io.orbit.api.query.tree.Query;
import io.orbit.api.query.tree.SessionControl;
import io.orbit.api.query.tree.Statement;
import io.orbit.api.query.tree.TypeName;
import io.orbit.api.query.tree.Utility;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Decimal;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class SqlLanguageTest {
  private final SqlLanguage language = new SqlLanguage();

  private Statement parse(String text) {
    List<ParsedStatement> statements = language.parse(text);
    assertThat(statements).hasSize(1);
    return statements.getFirst().statement();
  }

  private <T> T parse(String text, Class<T> kind) {
    return kind.cast(parse(text));
  }

  private Expression expression(String text) {
    return language.parseExpression(text);
  }

  @Test
  void isTheLanguageSql() {
    assertThat(language.name()).isEqualTo("sql");
    assertThat(language.dialect()).isEqualTo(Dialect.POSTGRESQL);
  }

  @Test
  void splitsATextIntoStatements() {
    List<ParsedStatement> statements = language.parse("; SELECT $2 ;; INSERT INTO t VALUES ($1) ");
    assertThat(statements).hasSize(2);
    assertThat(statements.get(0).start()).isEqualTo(2);
    assertThat(statements.get(0).end()).isEqualTo(11);
    assertThat(statements.get(0).parameterCount()).isEqualTo(2);
    assertThat(statements.get(1).start()).isEqualTo(15);
    assertThat(statements.get(1).end()).isEqualTo(40);
    assertThat(statements.get(1).parameterCount()).isEqualTo(1);
    assertThat(statements.get(1).statement().position()).isEqualTo(15);
  }

  @Test
  void anEmptyTextIsAnEmptyStatement() {
    assertThat(parse(" -- nothing")).isInstanceOf(Utility.Empty.class);
    assertThat(parse("")).isInstanceOf(Utility.Empty.class);
    assertThat(parse(";;")).isInstanceOf(Utility.Empty.class);
  }

  @Test
  void literalsHaveTheTypeOfTheirSize() {
    assertThat(expression("5")).isEqualTo(new Literal(5, DataType.INT32, 0));
    assertThat(expression(" 5000000000")).isEqualTo(new Literal(5_000_000_000L, DataType.INT64, 1));
    assertThat(expression("-9223372036854775808"))
        .isEqualTo(new Literal(Long.MIN_VALUE, DataType.INT64, 0));
    assertThat(expression("-2147483648"))
        .isEqualTo(new Literal(Integer.MIN_VALUE, DataType.INT32, 0));
    assertThat(expression("1.50"))
        .isEqualTo(new Literal(Decimal.of(new BigDecimal("1.50")), DataType.DECIMAL, 0));
    assertThat(expression("'x'")).isEqualTo(new Literal("x", DataType.UNKNOWN, 0));
    assertThat(expression("NULL")).isEqualTo(new Literal(null, DataType.UNKNOWN, 0));
    assertThat(expression("true")).isEqualTo(new Literal(true, DataType.BOOLEAN, 0));
  }

  @Test
  void operatorsBindByPrecedence() {
    assertThat(TreeText.expression(expression("a OR b AND NOT c = d + e * -f")))
        .isEqualTo(
            "(or (col \"a\") (and (col \"b\") (not (op = (col \"c\") (op + (col \"d\")"
                + " (op * (col \"e\") (op - _ (col \"f\"))))))))");
    assertThat(expression("a AND b AND c"))
        .asInstanceOf(type(Expression.Logical.class))
        .satisfies(logical -> assertThat(logical.operands()).hasSize(3));
  }

  @Test
  void positionsAreWhereErrorsAreShown() {
    Expression.Operator operator = (Expression.Operator) expression("ab  <> cd");
    assertThat(operator.position()).isEqualTo(4);
    assertThat(operator.right().position()).isEqualTo(7);
  }

  @Test
  void selectHasItsClauses() {
    Query query =
        parse(
            "WITH x AS (SELECT 1) SELECT a, b AS c FROM t JOIN u USING (i) WHERE d GROUP BY e"
                + " HAVING f ORDER BY g DESC LIMIT 1 OFFSET 2 FOR UPDATE",
            Query.class);
    Query.Select select = (Query.Select) query.body();
    assertThat(query.with().tables()).hasSize(1);
    assertThat(select.items()).extracting(Query.SelectItem::alias).containsExactly(null, "c");
    assertThat(select.from()).hasSize(1);
    assertThat(select.groupBy()).hasSize(1);
    assertThat(query.orderBy()).hasSize(1);
    assertThat(query.limit()).isEqualTo(new Literal(1, DataType.INT32, 112));
    assertThat(query.locking())
        .containsExactly(
            new Query.Locking(Query.LockStrength.UPDATE, List.of(), Query.LockWait.BLOCK));
  }

  @Test
  void intersectBindsCloserThanUnion() {
    Query query = parse("SELECT 1 UNION SELECT 2 INTERSECT SELECT 3", Query.class);
    Query.SetOperation union = (Query.SetOperation) query.body();
    assertThat(union.operator()).isEqualTo(Query.SetOperator.UNION);
    assertThat(union.right().body()).isInstanceOf(Query.SetOperation.class);
  }

  @Test
  void insertKeepsConflictAndReturning() {
    Modification.Insert insert =
        parse(
            "INSERT INTO items (id, qty) VALUES (1, 2) ON CONFLICT (id) DO UPDATE"
                + " SET qty = excluded.qty RETURNING *",
            Modification.Insert.class);
    assertThat(insert.table()).containsExactly("items");
    assertThat(insert.columns())
        .extracting(Modification.Target::column)
        .containsExactly("id", "qty");
    assertThat(insert.onConflict()).isNotNull();
    assertThat(insert.onConflict().update()).hasSize(1);
    assertThat(insert.returning()).hasSize(1);
  }

  @Test
  void definitionsKeepTheTextOfTheirExpressions() {
    Definition.CreateTable table =
        parse(
            "CREATE TABLE t (a int DEFAULT 1  +  2 CHECK (a  > 0), b text)",
            Definition.CreateTable.class);
    List<ConstraintClause> constraints = table.columns().getFirst().constraints();
    assertThat(((ConstraintClause.DefaultValue) constraints.get(0)).text()).isEqualTo("1  +  2");
    assertThat(((ConstraintClause.Check) constraints.get(1)).text()).isEqualTo("a  > 0");
    assertThat(table.columns().getFirst().type().name()).containsExactly("pg_catalog", "int4");
    Definition.CreateView view = parse("CREATE VIEW v AS  SELECT 1 ;", Definition.CreateView.class);
    assertThat(view.text()).isEqualTo("SELECT 1");
  }

  @Test
  void alterTableHasItsActions() {
    Definition.AlterTable alter =
        parse(
            "ALTER TABLE t ADD a int, DROP COLUMN b CASCADE, ALTER c TYPE text USING c::text,"
                + " OWNER TO CURRENT_USER",
            Definition.AlterTable.class);
    assertThat(alter.actions())
        .hasExactlyElementsOfTypes(
            TableAction.AddColumn.class,
            TableAction.DropColumn.class,
            TableAction.AlterType.class,
            TableAction.OwnerTo.class);
    assertThat(((TableAction.OwnerTo) alter.actions().getLast()).role()).isEqualTo("CURRENT_USER");
  }

  @Test
  void foreignKeyColumnTakesTheAttributesBehindIt() {
    Definition.CreateTable table =
        parse(
            "CREATE TABLE t (a int REFERENCES u DEFERRABLE INITIALLY DEFERRED)",
            Definition.CreateTable.class);
    ConstraintClause.ForeignKey key =
        (ConstraintClause.ForeignKey) table.columns().getFirst().constraints().getFirst();
    assertThat(key.deferrable()).isTrue();
    assertThat(key.initiallyDeferred()).isTrue();
  }

  @Test
  void rolesAndRights() {
    AccessControl.CreateRole role =
        parse("CREATE USER joe PASSWORD 'x' CREATEDB NOINHERIT", AccessControl.CreateRole.class);
    assertThat(role.loginByDefault()).isTrue();
    assertThat(role.options().password()).isEqualTo("x");
    assertThat(role.options().createDatabase()).isTrue();
    assertThat(role.options().inherit()).isFalse();
    AccessControl.GrantPrivileges grant =
        parse("GRANT select, update (a) ON t TO joe", AccessControl.GrantPrivileges.class);
    assertThat(grant.privileges())
        .containsExactly(
            new AccessControl.Privilege("SELECT", List.of()),
            new AccessControl.Privilege("UPDATE", List.of("a")));
  }

  @Test
  void settingsAndTransactions() {
    SessionControl.Begin begin =
        parse("BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY", SessionControl.Begin.class);
    assertThat(begin.modes())
        .isEqualTo(
            new SessionControl.TransactionModes(SessionControl.Isolation.SERIALIZABLE, true, null));
    SessionControl.SetVariable set =
        parse("SET LOCAL a.b TO 'x', 5", SessionControl.SetVariable.class);
    assertThat(set.name()).isEqualTo("a.b");
    assertThat(set.local()).isTrue();
    assertThat(set.values()).hasSize(2);
  }

  @Test
  void whatIsNotCarriedOutIsNamed() {
    assertThat(parse("CREATE EXTENSION x"))
        .isEqualTo(new Utility.Unsupported("CREATE EXTENSION", 0));
    assertThat(parse("CREATE TABLE t (a int) INHERITS (p)"))
        .isEqualTo(new Utility.Unsupported("INHERITS", 0));
    assertThat(parse("SELECT xmlconcat(a)")).isEqualTo(new Utility.Unsupported("XMLCONCAT", 0));
  }

  @Test
  void errorsAreInPostgreSqlsWords() {
    refused("SELECT 1 FORM t WHERE", "syntax error at or near \"t\"", 14);
    refused("SELECT * FROM", "syntax error at end of input", 13);
    refused("SELECT 'x", "unterminated quoted string at or near \"'x\"", 7);
    refused("SELECT 1; SELECT )", "syntax error at or near \")\"", 17);
  }

  private void refused(String text, String message, int position) {
    assertThatThrownBy(() -> language.parse(text))
        .isInstanceOfSatisfying(
            OrbitException.class,
            error -> {
              assertThat(error.code()).isEqualTo(ErrorCode.SYNTAX_ERROR);
              assertThat(error.getMessage()).isEqualTo(message);
              assertThat(error.position()).isEqualTo(position);
            });
  }

  @Test
  void typesAndExpressionsOnTheirOwn() {
    assertThat(language.parseType("timestamp(3) with time zone[]"))
        .isEqualTo(
            new TypeName(
                List.of("pg_catalog", "timestamptz"),
                List.of(new Literal(3, DataType.INT32, 10)),
                "",
                1,
                false,
                0));
    assertThat(language.parseType("interval day to second").intervalFields())
        .isEqualTo("DAY TO SECOND");
    assertThatThrownBy(() -> language.parseType("int int"))
        .hasMessage("syntax error at or near \"int\"");
    assertThatThrownBy(() -> language.parseExpression("a b"))
        .hasMessage("syntax error at or near \"b\"");
    assertThatThrownBy(() -> language.parseExpression("xmlconcat(a)"))
        .isInstanceOfSatisfying(
            OrbitException.class,
            error -> assertThat(error.code()).isEqualTo(ErrorCode.FEATURE_NOT_SUPPORTED));
  }
}
