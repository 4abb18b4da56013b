use super::*;

fn events(text: &str) -> Result<Vec<String>, Trouble> {
    let mut scanner = Scanner::new(text.as_bytes());
    let show = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut all = Vec::new();
    loop {
        match scanner.event()? {
            Event::Open(name) => {
                all.push(format!("<{}", show(name)));
                while let Some((name, value)) = scanner.attribute()? {
                    all.push(format!("{}={}", show(name), show(value)));
                }
            }
            Event::Close(name) => all.push(format!("/{}", show(name))),
            Event::Text(text) => all.push(show(&resolve(text)?)),
            Event::Raw(text) => all.push(format!("[{}]", show(text))),
            Event::End => return Ok(all),
        }
    }
}

#[test]
fn scans_what_workbooks_hold() {
    let found = events(
        "<?xml version='1.0'?><!-- a > b --><x:a b = \"1>2\"  c='\"'><d/>t&amp;&#65;&#x42;\r\n<![CDATA[<&]]></x:a >\n",
    );
    let expected = ["<x:a", "b=1>2", "c=\"", "<d", "/d", "t&AB\n", "[<&]", "/x:a"];
    assert_eq!(found.as_deref(), Ok(&expected.map(str::to_owned)[..]));
}

#[test]
fn tells_cut_from_malformed_and_refuses_document_types() {
    for cut in [
        "<a",
        "<a b",
        "<a b=",
        "<a b='1",
        "<a>",
        "<a><b/>",
        "<a>text",
        "<a><!-- ",
        "<a><![CDATA[x",
        "<a/",
        "</",
    ] {
        assert_eq!(events(cut), Err(Trouble::Cut), "{cut}");
    }
    for malformed in [
        "<a b=1>",
        "<a b>",
        "<a / >",
        "</a>",
        "<>",
        "<a>&unknown;</a>",
        "<a>&#xD800;</a>",
        "<a>& </a>",
        "<!ELEMENT x>",
    ] {
        assert_eq!(events(malformed), Err(Trouble::Malformed), "{malformed}");
    }
    assert_eq!(events("<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"), Err(Trouble::Doctype));
}

#[test]
fn a_million_comments_and_nested_elements_need_no_stack() {
    assert_eq!(events(&format!("<a>{}</a>", "<!---->".repeat(1_000_000))).map(|e| e.len()), Ok(2));
    let deep = format!("{}{}", "<a>".repeat(200_000), "</a>".repeat(200_000));
    let mut scanner = Scanner::new(deep.as_bytes());
    scanner.event().expect("the root");
    assert_eq!(scanner.skip(), Ok(()));
    assert_eq!(scanner.event(), Ok(Event::End));
}

#[test]
fn a_leaf_is_all_text_of_an_element() {
    let mut scanner = Scanner::new(b"<a>x<b>no</b>&lt;<!-- no --><![CDATA[&lt;]]></a>");
    scanner.event().expect("the root");
    assert_eq!(scanner.leaf().as_deref(), Ok(&b"x<&lt;"[..]));
    assert_eq!(scanner.event(), Ok(Event::End));
}
