-- What a caller does with documents. Rows of other tenants are hidden by policies; what an index needs is said all the same.

-- SB-Q-02: page by page; the first one without before_at and before_id.
-- name: list_documents :many
select d.id, d.title, d.visibility, d.version, d.owner_id, d.created_at, d.updated_at
from app.documents d
where d.tenant_id = :tenant_id
    and d.project_id = :project_id
    and (:before_at::timestamptz is null or (d.created_at, d.id) < (:before_at, :before_id::uuid))
order by d.created_at desc, d.id desc
limit least(:page_size, 100);

-- SB-Q-03: no row for one that is not there, deleted, or not the caller's to see.
-- name: get_document :one
select d.id, d.tenant_id, d.project_id, d.title, d.body, d.visibility, d.version, d.owner_id, d.created_at, d.updated_at
from app.documents d
where d.id = :id;

-- SB-Q-04: RETURNING asks the policy for SELECT, which lets owners see what they write.
-- name: create_document :one
insert into app.documents (tenant_id, project_id, owner_id, title, body, visibility)
values (:tenant_id, :project_id, auth.uid(), :title, :body, :visibility)
returning id, version;

-- SB-Q-05: no row: somebody else was first, or there is none to see. The version is counted by trigger.
-- name: update_document :one
update app.documents d
set title = :title, body = :body, visibility = :visibility
where d.id = :id and d.version = :version
returning d.version;

-- SB-Q-06: an UPDATE of one's own would be refused (SB-TRAP-12).
-- name: delete_document :one
select app.soft_delete_document(:id) as deleted;

-- SB-Q-07: by function, for behind row security the index on words would not be used (SB-TRAP-28).
-- name: search_documents :many
select d.id, d.title, s.rank
from app.search_documents(:tenant_id, :words, :page_size) s
join app.documents d on d.id = s.document_id
order by s.rank desc, d.id
limit 100;
