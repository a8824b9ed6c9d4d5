//! How dates and times are written: `2026-01-15`, `2026-01-15T08:00:00Z`.

/// `YYYY-MM-DD` or null.
pub(crate) mod day {
    use jiff::civil::Date;
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    pub(crate) fn serialize<S: Serializer>(day: &Option<Date>, to: S) -> Result<S::Ok, S::Error> {
        day.map(|day| day.to_string()).serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<Date>, D::Error> {
        Option::<String>::deserialize(from)?
            .map(|text| text.parse().map_err(D::Error::custom))
            .transpose()
    }
}

/// `YYYY-MM-DDTHH:MM:SSZ`: whole seconds, always UTC.
pub(crate) mod moment {
    use jiff::{Timestamp, Unit};
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    pub(crate) fn text<E: serde::ser::Error>(moment: &Timestamp) -> Result<String, E> {
        let whole = moment.as_second();
        Timestamp::from_second(whole)
            .map(|whole| whole.to_string())
            .map_err(E::custom)
    }

    pub(crate) fn serialize<S: Serializer>(moment: &Timestamp, to: S) -> Result<S::Ok, S::Error> {
        text(moment)?.serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Timestamp, D::Error> {
        let text = String::deserialize(from)?;
        let moment: Timestamp = text.parse().map_err(D::Error::custom)?;
        moment.round(Unit::Second).map_err(D::Error::custom)
    }
}

/// A [`moment`] or null.
pub(crate) mod instant {
    use jiff::Timestamp;
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    pub(crate) fn serialize<S: Serializer>(
        moment: &Option<Timestamp>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        moment
            .as_ref()
            .map(super::moment::text)
            .transpose()?
            .serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<Timestamp>, D::Error> {
        Option::<String>::deserialize(from)?
            .map(|text| text.parse().map_err(D::Error::custom))
            .transpose()
    }
}
