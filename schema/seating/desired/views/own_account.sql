-- What somebody reads of their own account.

-- By the names that applications know: phone_number is here what it was before it was renamed (SE-TRAP-22).
create view own_account with (security_barrier = true) as
select u.id, u.email, u.full_name, u.phone_number_deprecated as phone_number, u.role, u.created_at, u.updated_at
from users u
where u.id = current_app_user_id() and not u.deleted;

grant select on own_account to seat_app, seat_staff;

comment on view own_account is 'The live account that the session acts for: one row or none.';
comment on column own_account.id is 'Key of the account.';
comment on column own_account.email is 'Address for login and mail.';
comment on column own_account.full_name is 'Name shown at the gate.';
comment on column own_account.phone_number is 'Telephone number as typed, until v3.0; null where not told.';
comment on column own_account.role is 'USER or SUPPORT.';
comment on column own_account.created_at is 'When the account was made.';
comment on column own_account.updated_at is 'When it last changed.';
