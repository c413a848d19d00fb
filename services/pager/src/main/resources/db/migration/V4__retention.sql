-- What has ended is deleted after a time: see HistoryConfiguration. Of an open page nothing is, and of history nothing that is
-- younger than 30 days (2 592 000 000 ms), whoever asks for it.
drop trigger timeline_loses_nothing;

create trigger timeline_loses_nothing before delete on timeline
when old.at > unixepoch() * 1000 - 2592000000 or exists (select 1 from page where number = old.page and state <> 'RESOLVED')
begin
    select raise(abort, 'the timeline is only added to');
end;

drop trigger verdict_loses_nothing;

create trigger verdict_loses_nothing before delete on verdict
when old.at > unixepoch() * 1000 - 2592000000 or exists (select 1 from page where number = old.page and state <> 'RESOLVED')
begin
    select raise(abort, 'verdicts are only added to');
end;

create trigger page_stays_while_it_is_open before delete on page
when old.state <> 'RESOLVED'
begin
    select raise(abort, 'an open page is not deleted');
end;

create index notification_of_page on notification (page);
create index verdict_of_page on verdict (page);
