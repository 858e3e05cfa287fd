create function add(a int, b int default 10) returns int language sql immutable as 'select a + b';
select add(1, 2), add(1), add(b => 5, a => 2);
create function add(a text, b text) returns text language sql as $$ select a || b $$;
select add('x'::text, 'y'), add(3, 4);
create function twice(int) returns int language sql strict return $1 * 2;
select twice(4), twice(null);
create function bad() returns int language sql as 'select ''x''::text';
create function bad() returns int language sql as 'insert into nothing values (1)';
create table account(id int primary key, owner text, balance int not null);
insert into account values (1, 'ann', 100), (2, 'bob', 50);
create function rich(limit_ int) returns setof account language sql stable as 'select * from account where balance >= limit_ order by id';
select * from rich(60);
select owner, balance from rich(0) where id > 1;
create function names(out id int, out name text) returns setof record language sql as 'select id, owner from account order by id';
select * from names();
create function fact(n int) returns int language plpgsql as $$
begin
  if n <= 1 then
    return 1;
  end if;
  return n * fact(n - 1);
end $$;
select fact(5), fact(0);
create function classify(n int) returns text language plpgsql as $$
declare
  result text := 'none';
begin
  case
    when n < 0 then result := 'negative';
    when n = 0 then result := 'zero';
    else
      case n when 1, 2 then result := 'small'; else result := 'big'; end case;
  end case;
  return result;
end $$;
select classify(-1), classify(0), classify(2), classify(9);
create function sums(up_to int) returns table(n int, total bigint) language plpgsql as $$
declare
  running bigint = 0;
begin
  for i in 1..up_to loop
    running := running + i;
    n := i;
    total := running;
    return next;
  end loop;
end $$;
select * from sums(4);
create function loops() returns text language plpgsql as $$
declare
  out_ text := '';
  r record;
  x int;
begin
  for i in reverse 3..1 loop out_ := out_ || i; end loop;
  for i in 1..10 by 4 loop out_ := out_ || ',' || i; end loop;
  for r in select id, owner from account order by id desc loop
    out_ := out_ || ' ' || r.owner || r.id;
  end loop;
  foreach x in array array[7, 8] loop
    continue when x = 7;
    out_ := out_ || ' ' || x;
  end loop;
  <<outer>>
  while true loop
    loop
      exit outer when length(out_) > 3;
    end loop;
  end loop;
  return out_;
end $$;
select loops();
create function move(source int, target int, amount int) returns int language plpgsql as $$
declare
  left_ account.balance%type;
begin
  update account set balance = balance - amount where id = source returning balance into left_;
  if not found then
    raise exception 'no account %', source using errcode = 'no_data_found', hint = 'look again';
  end if;
  update account set balance = balance + amount where id = target;
  return left_;
end $$;
select move(1, 2, 30);
select * from account order by id;
select move(9, 2, 30);
create function safe(a int, b int) returns text language plpgsql as $$
declare
  message text;
begin
  insert into account values (3, 'cid', 1);
  return (a / b)::text;
exception
  when division_by_zero then
    get stacked diagnostics message = message_text;
    return sqlstate || ' ' || message || ' ' || (select count(*) from account);
  when others then
    return 'other';
end $$;
select safe(1, 0), safe(6, 3);
select count(*) from account;
create function duplicate() returns text language plpgsql as $$
begin
  insert into account values (1, 'x', 0);
  return 'inserted';
exception when unique_violation then
  return sqlerrm;
end $$;
begin;
select duplicate();
select count(*) from account;
commit;
do $$
declare
  n int;
  r account;
begin
  select * into r from account where id = 2;
  execute 'select count(*) from account where balance > $1' into n using 0;
  raise notice 'n % r % %', n, r.owner, r;
  perform move(2, 1, 1);
  r.balance := 7;
  raise warning 'balance %', r.balance;
end $$;
select balance from account order by id;
create procedure transfer(source int, target int, amount int, inout done boolean default false) language plpgsql as $$
begin
  perform move(source, target, amount);
  commit;
  insert into account values (10, 'late', 1);
  rollback;
  done := true;
end $$;
call transfer(1, 2, 5);
select * from account order by id;
begin;
call transfer(1, 2, 5);
rollback;
create function cursors() returns text language plpgsql as $$
declare
  c cursor (least int) for select owner from account where balance >= least order by id;
  d refcursor;
  name text;
  out_ text := '';
begin
  open c(1);
  loop
    fetch c into name;
    exit when not found;
    out_ := out_ || name || ' ';
  end loop;
  close c;
  open d for execute 'select owner from account order by id desc';
  fetch last from d into name;
  close d;
  return out_ || name;
end $$;
select cursors();
create function strict_one(i int) returns text language plpgsql as $$
declare name text;
begin
  select owner into strict name from account where id = i;
  return name;
exception
  when no_data_found then return 'nobody';
end $$;
select strict_one(1), strict_one(77);
create function arrays() returns int[] language plpgsql as $$
declare a int[] := '{1,2}';
begin
  a[4] := 9;
  a := a || 5;
  return a;
end $$;
select arrays();
create function wrong() returns int language plpgsql as 'begin retrun 1; end';
create function wrong() returns int language plpgsql as 'begin x := 1; end';
select wrong();
create function noreturn() returns int language plpgsql as 'begin end';
select noreturn();
create function ambiguous(id int) returns int language plpgsql as 'declare n int; begin select balance into n from account where id = id; return n; end';
select ambiguous(1);
create function volatile_(n int) returns int stable language plpgsql as 'begin delete from account; return 1; end';
select volatile_(1);
\df
create view big as select id, add(balance, 1) as more from account;
select * from big order by id;
drop function add(int, int);
drop function add;
drop function nothing(int);
drop function if exists nothing(int);
create or replace function twice(int) returns int language sql as 'select $1 * 20';
select twice(4);
create or replace function twice(int) returns text language sql as 'select 1::text';
alter function twice(int) rename to double_;
select double_(1);
create index on account (double_(balance));
create table checked(n int check (double_(n) > 0), d int default add(1, 1));
insert into checked(n) values (3);
insert into checked(n) values (-3);
select * from checked;
select routine_name, data_type from information_schema.routines where routine_name = 'sums';
select pg_get_function_arguments(p.oid), pg_get_function_result(p.oid) from pg_proc p where proname in ('sums', 'transfer') order by 1;
select proname, prokind, provolatile, proretset from pg_proc where proname in ('rich', 'transfer', 'move') order by 1;
create role routine_reader; create function secret() returns bigint security definer language sql as 'select count(*) from account'; set role routine_reader; select secret();
select count(*) from account;
reset role;
revoke execute on function secret() from public;
set role routine_reader;
select secret();
reset role;
select * from generate_series(1, 2) g, sums(g) s;
select (names()).name;
create function variadic_sum(variadic n int[]) returns bigint language sql as 'select sum(x) from unnest(n) x';
select variadic_sum(1, 2, 3), variadic_sum(variadic array[4, 5]);
