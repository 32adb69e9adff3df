//! Nothing but dependencies: an application on sqlx and PostgreSQL, and with the features one way or
//! another to migrate it. How long they take to build from nothing is what is measured.
