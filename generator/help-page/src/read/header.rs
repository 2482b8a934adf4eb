//! The header of a table: its columns.

use super::lines::Line;

/// The columns between the name and the description of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Columns {
    MandatoryType,
    TypeMandatory,
    Type,
    /// Without the types.
    Mandatory,
}

impl Columns {
    /// Reads the header of a table.
    pub(super) fn read(lines: &[Line]) -> Option<Self> {
        let cells: Vec<Cell> = lines.iter().take(4).map_while(|line| Cell::parse(line.plain())).collect();
        match cells.as_slice() {
            [Cell::Name, Cell::Mandatory, Cell::Type, Cell::Description] => Some(Self::MandatoryType),
            [Cell::Name, Cell::Type, Cell::Mandatory, Cell::Description] => Some(Self::TypeMandatory),
            [Cell::Name, Cell::Type, Cell::Description, ..] => Some(Self::Type),
            [Cell::Name, Cell::Mandatory, Cell::Description, ..] => Some(Self::Mandatory),
            _ => None,
        }
    }

    /// Returns the number of columns of the table.
    pub(super) fn count(self) -> usize {
        if matches!(self, Self::MandatoryType | Self::TypeMandatory) { 4 } else { 3 }
    }

    pub(super) fn has_mandatory(self) -> bool {
        self != Self::Type
    }

    pub(super) fn has_type(self) -> bool {
        self != Self::Mandatory
    }
}

/// A cell of the header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Cell {
    Name,
    Mandatory,
    Type,
    Description,
}

impl Cell {
    /// Parses the text of a cell.
    pub(super) fn parse(text: &str) -> Option<Self> {
        match text.to_ascii_lowercase().as_str() {
            "parameter" | "parameters" | "name" | "parameter name" | "field" | "field name" | "attribute" | "key" => {
                Some(Self::Name)
            }
            "mandatory"
            | "required"
            | "mandatory (yes/no)"
            | "mandatory or not"
            | "mandatory/optional"
            | "is mandatory"
            | "mandatory?"
            | "optional/mandatory"
            | "mandatory or optional" => Some(Self::Mandatory),
            "type" | "parameter type" | "data type" | "value type" | "field type" => Some(Self::Type),
            "description" | "parameter description" | "remarks" | "meaning" => Some(Self::Description),
            _ => None,
        }
    }
}

/// Returns whether a line says that there is nothing to list.
pub(super) fn is_none(line: &Line) -> bool {
    matches!(line.plain(), "None" | "None." | "N/A")
}
