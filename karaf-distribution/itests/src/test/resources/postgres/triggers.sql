create table item(id int primary key, name text not null, qty int default 1, changed text);
create table log(n serial primary key, what text);
create function stamp() returns trigger language plpgsql as $$
begin
  if new.name = 'skip' then
    return null;
  end if;
  new.name := upper(new.name);
  new.changed := tg_op || ' ' || tg_when || ' ' || tg_level || ' ' || tg_table_name || ' ' || tg_nargs;
  return new;
end $$;
create trigger stamp before insert or update on item for each row execute function stamp('a', 'b');
insert into item values (1, 'lamp'), (2, 'skip'), (3, 'chair');
select * from item order by id;
update item set qty = 5 where id = 1 returning *;
update item set name = 'skip' where id = 3;
create function note() returns trigger language plpgsql as $$
begin
  insert into log(what) values (tg_name || ' ' || tg_op || ' ' || coalesce(old.qty::text, '-') || '>' || coalesce(new.qty::text, '-'));
  return null;
end $$;
create trigger b_note after update of qty on item for each row when (old.qty is distinct from new.qty) execute function note();
create trigger a_note after delete or insert on item for each row execute function note();
update item set qty = 6 where id = 1;
update item set qty = 6 where id = 1;
insert into item values (4, 'desk', 9);
select what from log order by n;
create function note2() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    insert into log(what) values ('gone ' || old.name || ' ' || coalesce(new.name, 'nothing'));
  else
    insert into log(what) values ('here ' || new.name);
  end if;
  return null;
end $$;
create or replace trigger a_note after delete or insert on item for each row execute function note2();
delete from log;
insert into item values (5, 'bed', 9);
delete from item where id = 5;
select what from log order by n;
create function counted() returns trigger language plpgsql as $$
begin
  insert into log(what) select tg_op || ' ' || tg_level || ' ' || count(*) || ' ' || coalesce(string_agg(n.name, ','), '') from n;
  return null;
end $$;
create trigger z_count after insert on item referencing new table as n for each statement execute function counted();
delete from log;
insert into item values (6, 'x', 1), (7, 'y', 2);
insert into item select 8, 'z', 1 where false;
select what from log order by n;
create function forbid() returns trigger language plpgsql as $$
begin
  raise exception 'no % on %', tg_op, tg_table_name using errcode = '23514';
end $$;
create trigger forbid before truncate on item execute function forbid();
truncate item;
alter table item disable trigger forbid;
select tgname, tgenabled, tgtype from pg_trigger where tgrelid = 'item'::regclass order by 1;
select pg_get_triggerdef(oid) from pg_trigger where tgname in ('b_note', 'z_count') order by tgname;
\d item
alter trigger forbid on item rename to never;
drop trigger forbid on item;
drop trigger if exists forbid on item;
drop trigger never on item;
drop function stamp();
create table parent(id int primary key);
create table child(id int primary key, parent int references parent on delete cascade);
create function gone() returns trigger language plpgsql as $$ begin insert into log(what) values ('child ' || old.id); return old; end $$;
create trigger gone before delete on child for each row execute function gone();
insert into parent values (1);
insert into child values (10, 1), (11, 1);
delete from log;
delete from parent;
select what from log order by n;
create function late() returns trigger language plpgsql as $$
begin
  if (select count(*) from item) > 100 then raise exception 'too many'; end if;
  insert into log(what) values ('late');
  return null;
end $$;
create constraint trigger late after insert on child deferrable initially deferred for each row execute function late();
delete from log;
insert into parent values (2);
begin;
insert into child values (12, 2);
select count(*) from log;
commit;
select what from log;
create trigger bad before insert on item for each row when (old.id > 1) execute function stamp();
create trigger bad before insert on item for each row execute function pg_sleep();
create trigger stamp before insert on item for each row execute function stamp();
create trigger bad instead of insert on item for each row execute function stamp();
create function once() returns int language sql as 'select 1';
create trigger bad before insert on item for each row execute function once();
select stamp();
insert into item values (1, 'lamp', 3) on conflict (id) do update set qty = excluded.qty returning qty, changed;
drop function stamp() cascade;
insert into item values (20, 'plain', 3) returning name;
drop table item;
