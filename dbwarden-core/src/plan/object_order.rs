//! In which order what is known by its definition alone can be made.

use std::collections::{BTreeMap, BTreeSet};

use crate::schema::Object;

/// The objects in an order in which each comes after what it hangs on, and after what its body calls,
/// otherwise as they are.
pub(super) fn in_order<'a>(objects: &[&'a Object]) -> Vec<&'a Object> {
    let by_id: BTreeMap<&str, usize> = objects
        .iter()
        .enumerate()
        .filter_map(|(at, object)| Some((object.taken_down_by.as_deref()?, at)))
        .collect();
    let position = |id: &str| by_id.get(id).copied();
    let needs: Vec<Vec<usize>> = objects
        .iter()
        .map(|object| object.needs.iter().filter_map(|need| position(need)).collect())
        .collect();
    let calls: Vec<Vec<usize>> = objects
        .iter()
        .map(|object| {
            let called = called(object, objects.iter().copied());
            called.filter_map(|other| position(other.taken_down_by.as_deref()?)).collect()
        })
        .collect();
    let mut left: Vec<usize> = (0..objects.len()).collect();
    let mut is_left = vec![true; objects.len()];
    let mut ordered = Vec::with_capacity(objects.len());
    while !left.is_empty() {
        let is_there = |at: usize, on: &[usize]| on.iter().all(|&on| on == at || !is_left[on]);
        // Bodies may call each other in a circle; what one is made of is there before it.
        let next = left
            .iter()
            .position(|&at| is_there(at, &needs[at]) && is_there(at, &calls[at]))
            .or_else(|| left.iter().position(|&at| is_there(at, &needs[at])))
            .unwrap_or_default();
        let at = left.remove(next);
        is_left[at] = false;
        ordered.push(objects[at]);
    }
    ordered
}

/// The functions whose names stand in the body of another. Among them may be some of its own name, which
/// are called in another way.
pub(super) fn called<'a>(
    object: &Object,
    among: impl Iterator<Item = &'a Object>,
) -> impl Iterator<Item = &'a Object> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let body = object.definition.split_once("\nAS ").map(|(_, body)| body);
    let words: BTreeSet<String> = match body.filter(|_| is_routine(object)) {
        Some(body) => body.split(|c| !is_word(c)).map(str::to_owned).collect(),
        None => BTreeSet::new(),
    };
    let own = object.taken_down_by.clone();
    among.filter(move |other| {
        is_routine(other) && other.taken_down_by != own && words.contains(&other.name.name)
    })
}

fn is_routine(object: &Object) -> bool {
    matches!(object.kind.as_str(), "function" | "procedure")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::ObjectName;

    fn function(arguments: &str, body: &str, needs: &[&str]) -> Object {
        Object {
            kind: "function".to_owned(),
            name: ObjectName::new("f"),
            definition: format!("CREATE FUNCTION f({arguments})\nAS $${body}$$"),
            taken_down_by: Some(arguments.to_owned()),
            needs: needs.iter().map(|&need| need.to_owned()).collect(),
            ..Object::default()
        }
    }

    fn order(objects: &[Object]) -> Vec<&str> {
        let objects: Vec<&Object> = objects.iter().collect();
        in_order(&objects).iter().filter_map(|object| object.taken_down_by.as_deref()).collect()
    }

    #[test]
    fn what_a_body_calls_comes_before_it() {
        let objects = [function("a", "SELECT f(1, 2)", &[]), function("b", "SELECT 1", &[])];
        assert_eq!(order(&objects), ["b", "a"]);
    }

    #[test]
    fn a_circle_of_calls_heeds_what_each_is_made_of() {
        let objects = [function("a", "SELECT f(b)", &["b"]), function("b", "SELECT f(a)", &[])];
        assert_eq!(order(&objects), ["b", "a"]);
    }
}
