//! A document as a tree in which every key and value knows the file and place it came from.
//!
//! serde reads the tree in place of TOML (see `deserialize`), so that each fault has the place of its key or value,
//! whichever file, option or point of a sweep it came from.

use super::{
    ScenarioError,
    source::{Origin, Source},
};
use std::{collections::BTreeMap, ops::Range, sync::Arc};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// A value and where it was written.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// What was written.
    pub content: Content,
    /// Where.
    pub origin: Origin,
}

/// What TOML can say.
#[derive(Clone, Debug)]
pub(super) enum Content {
    /// Keys with values.
    Table(Table),
    /// Items in their order.
    List(Vec<Node>),
    /// A text without its quotes.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number with a point or an exponent.
    Float(f64),
    /// True or false.
    Boolean(bool),
    /// A date, as its text.
    Date(String),
}

/// Members of a table by key.
pub(super) type Table = BTreeMap<String, Member>;

/// A key and its value.
#[derive(Clone, Debug)]
pub(super) struct Member {
    /// Where the key was written.
    pub key: Origin,
    /// Its value with its own place.
    pub value: Node,
}

impl Node {
    /// Reads a whole file.
    ///
    /// # Errors
    /// What is no TOML, at its place in the file.
    pub fn parse(source: &Arc<Source>) -> Result<Self, ScenarioError> {
        Self::read(&source.text, &|span| source.origin(span))
    }

    /// Reads a document whose places are given by `origin`.
    pub fn read(text: &str, origin: &dyn Fn(Range<usize>) -> Origin) -> Result<Self, ScenarioError> {
        let document = DeTable::parse(text).map_err(|error| syntax(&error, origin))?;
        let content = Content::Table(table(document.get_ref(), origin)?);
        Ok(Self { content, origin: origin(0..0) })
    }

    /// None if it is anything else.
    pub fn as_table(&self) -> Option<&Table> {
        match &self.content {
            Content::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The table for changing it; none if this is anything else.
    pub fn as_table_mut(&mut self) -> Option<&mut Table> {
        match &mut self.content {
            Content::Table(table) => Some(table),
            _ => None,
        }
    }

    /// This document with everything that `other` says on top: tables are merged, anything else is replaced.
    pub fn merged_with(self, other: Self) -> Self {
        match (self.content, other.content) {
            (Content::Table(mut members), Content::Table(others)) => {
                for (key, Member { key: origin, value }) in others {
                    let value = match members.remove(&key) {
                        Some(below) => below.value.merged_with(value),
                        None => value,
                    };
                    members.insert(key, Member { key: origin, value });
                }
                Self { content: Content::Table(members), origin: other.origin }
            }
            (_, content) => Self { content, origin: other.origin },
        }
    }

    /// The place of `arm.1.cenersen.0.days`, or of the last part of the path that was written.
    /// Numbers count list items from 0; a table counts as a list of one.
    pub fn place(&self, path: &str) -> &Origin {
        let mut node = self;
        for part in path.split('.') {
            let below = match &node.content {
                Content::Table(_) if part.parse::<usize>().is_ok() => Some(node),
                Content::Table(table) => table.get(part).map(|member| &member.value),
                Content::List(items) => part.parse::<usize>().ok().and_then(|index| items.get(index)),
                _ => None,
            };
            match below {
                Some(below) => node = below,
                None => break,
            }
        }
        &node.origin
    }

    /// The same data without places.
    pub fn plain(&self) -> toml::Value {
        match &self.content {
            Content::Table(table) => {
                toml::Value::Table(table.iter().map(|(key, member)| (key.clone(), member.value.plain())).collect())
            }
            Content::List(items) => toml::Value::Array(items.iter().map(Self::plain).collect()),
            Content::Text(text) | Content::Date(text) => toml::Value::String(text.clone()),
            Content::Integer(number) => toml::Value::Integer(*number),
            Content::Float(number) => toml::Value::Float(*number),
            Content::Boolean(value) => toml::Value::Boolean(*value),
        }
    }
}

/// TOML's own words, with the way out for keys that stand twice.
fn syntax(error: &toml::de::Error, origin: &dyn Fn(Range<usize>) -> Origin) -> ScenarioError {
    let message = error.message().lines().collect::<Vec<_>>().join(", ");
    let found = match message.as_str() {
        "duplicate key" => "this key is given twice: expected each key once; remove one of the two".into(),
        _ => format!("this is not TOML: {message}"),
    };
    ScenarioError::at(found, origin(error.span().unwrap_or(0..0)))
}

/// Keys and values with their places.
///
/// # Errors
/// If a whole number is not below 2^63.
fn table(from: &DeTable<'_>, origin: &dyn Fn(Range<usize>) -> Origin) -> Result<Table, ScenarioError> {
    from.iter()
        .map(|(key, value)| {
            let member = Member { key: origin(key.span()), value: node(value, origin)? };
            Ok((key.get_ref().to_string(), member))
        })
        .collect()
}

/// Whole numbers below 2^63.
fn node(from: &Spanned<DeValue<'_>>, origin: &dyn Fn(Range<usize>) -> Origin) -> Result<Node, ScenarioError> {
    let here = origin(from.span());
    let content = match from.get_ref() {
        DeValue::Table(members) => Content::Table(table(members, origin)?),
        DeValue::Array(items) => {
            Content::List(items.iter().map(|item| node(item, origin)).collect::<Result<_, ScenarioError>>()?)
        }
        DeValue::String(text) => Content::Text(text.to_string()),
        DeValue::Integer(number) => Content::Integer(
            i64::from_str_radix(number.as_str(), number.radix())
                .map_err(|_| ScenarioError::at("this number is too large: expected one below 2^63", here.clone()))?,
        ),
        DeValue::Float(number) => Content::Float(
            number.as_str().parse().map_err(|_| ScenarioError::at("this is not a number", here.clone()))?,
        ),
        DeValue::Boolean(value) => Content::Boolean(*value),
        DeValue::Datetime(date) => Content::Date(date.to_string()),
    };
    Ok(Node { content, origin: here })
}
