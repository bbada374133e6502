//! serde reads the tree; whatever it objects to is located at the key or value it was reading.
//!
//! Only what TOML can say is read: tables, lists, text (dates are text), numbers, truth. A word that is none of those
//! expected is told with the words that are, and a key that is unknown with the nearest one (see `error`).

use super::{
    ScenarioError,
    tree::{Content, Member, Node},
};
use serde::{
    de::{DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor},
    forward_to_deserialize_any,
};
use std::{collections::btree_map, slice};

impl<'de> Deserializer<'de> for &'de Node {
    type Error = ScenarioError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ScenarioError> {
        match &self.content {
            Content::Table(table) => visitor.visit_map(Members { left: table.iter(), value: None }),
            Content::List(items) => visitor.visit_seq(Items(items.iter())),
            Content::Text(text) | Content::Date(text) => visitor.visit_borrowed_str(text),
            Content::Integer(number) => visitor.visit_i64(*number),
            Content::Float(number) => visitor.visit_f64(*number),
            Content::Boolean(value) => visitor.visit_bool(*value),
        }
        .map_err(|error| error.or_at(&self.origin))
    }

    /// A list is no table, even if its items could be read in the order of the keys.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ScenarioError> {
        if matches!(self.content, Content::List(_)) {
            let message = "found a list: expected a table, its name in `[...]` instead of `[[...]]`";
            return Err(ScenarioError::at(message, self.origin.clone()));
        }
        self.deserialize_any(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ScenarioError> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, ScenarioError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ScenarioError> {
        match &self.content {
            Content::Text(text) => {
                let deserializer: serde::de::value::StrDeserializer<'_, ScenarioError> =
                    text.as_str().into_deserializer();
                deserializer.deserialize_enum(name, variants, visitor).map_err(|error| error.or_at(&self.origin))
            }
            _ => self.deserialize_any(Words(variants)).map(|never| match never {}),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct map identifier ignored_any
    }
}

/// Complains about anything, in terms of the words that were expected.
struct Words(&'static [&'static str]);

impl Visitor<'_> for Words {
    type Value = std::convert::Infallible;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "one of `{}`", self.0.join("`, `"))
    }
}

/// Items of a list, one after the other.
struct Items<'de>(slice::Iter<'de, Node>);

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = ScenarioError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, ScenarioError> {
        let Some(node) = self.0.next() else { return Ok(None) };
        seed.deserialize(node).map(Some).map_err(|error| error.or_at(&node.origin))
    }
}

/// Keys and values of a table, one after the other; a fault is placed at the key or at its value.
struct Members<'de> {
    /// Keys that were not asked for yet.
    left: btree_map::Iter<'de, String, Member>,
    /// Value of the key that was asked for last.
    value: Option<&'de Node>,
}

impl<'de> MapAccess<'de> for Members<'de> {
    type Error = ScenarioError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, ScenarioError> {
        let Some((key, member)) = self.left.next() else { return Ok(None) };
        self.value = Some(&member.value);
        let key: serde::de::value::StrDeserializer<'_, ScenarioError> = key.as_str().into_deserializer();
        seed.deserialize(key).map(Some).map_err(|error| error.or_at(&member.key))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, ScenarioError> {
        let node = self.value.take().unwrap_or_else(|| unreachable!("a value is asked for after its key"));
        seed.deserialize(node).map_err(|error| error.or_at(&node.origin))
    }
}
