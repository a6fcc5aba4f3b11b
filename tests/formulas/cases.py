"""The formulas that are tried, ours and, where it is written otherwise there, LibreOffice's; and what differs on purpose."""

ALIKE = """
[a]+[b] | [a]-[m] | [m]*1.13 | [m]*[b] | [a]/[b] | [m]/[n] | [m]/[m] | [a]*[n]/100 | -[a]^2 | 2^3^2 | [b]^2 | 10%*[m]
[b]% | -[b] | +[a]
1+2*3-4/5 | ([a]+[b])*2 | 7/2 | -7/2 | 0.1+0.2 | [b]*3-[b] | [a]&[t] | [b]&"" | [m]&"元" | [a]/[b]&"" | 0.0000001&""
[f]&""
[a]=[n] | [a]<>[n] | [a]>[b] | [a]<=[b] | [m]>=[b] | 0.1*[a]=[a]/10 | [b]*3=[b]+[b]+[b] | 0.1+0.2=0.3 | [t]=[u]
[t]="abc" | [t]<>"金卡" | [a]="" | [t]="" | [d]="" | [d]<[e] | [d]=[e]
IF([a]>0,"正","非正") | IF([a]>[b],[a],[b]) | IF([n],1,2) | IF([f],"是","否") | IF([b]=0,"",[a]/[b])
IFS([a]<0,"负",[a]=0,"零",TRUE,"正") | IFS([n]>0,[a],[n]<0,[b]) | SWITCH([n],1,"一",2,"二","多")
SWITCH([t],"abc",1,"金卡",2) | SWITCH([n],1,[m],[b])
AND([n]>0,[n]<100) | OR([a]>0,[b]>0) | NOT([n]>0) | AND([f],[n]>0) | IFERROR([a]/[b],0) | IFERROR([a]/[b],"无")
IFERROR(VALUE([t]),-1) | ISBLANK([a]) | ISBLANK([t]) | ISBLANK([d])
ROUND([b],0) | ROUND([b],1) | ROUND([b],2) | ROUND([m],1) | ROUND([a],-2) | ROUND([m]*[b],2) | ROUND([a]/[b],3)
ROUND([b]/3,2) | ROUND([b],[n]/[n]) | ROUND(1.005,2) | ROUND(2.5,0) | ROUND(-2.5,0) | ROUND([a]/7,-1)
ROUNDUP([b],0) | ROUNDUP([b],2) | ROUNDUP([a]/7,1) | ROUNDUP([a],-2) | ROUNDDOWN([b],0) | ROUNDDOWN([b],2)
ROUNDDOWN([a]/7,1) | ROUNDDOWN([m],-1) | INT([b]) | INT([a]/7) | INT([m]) | INT(-2.5)
MOD([a],[n]) | MOD([a],3) | MOD(-7,3) | MOD([b],0.3) | MOD([b],[m]) | MOD([a],7.5) | ABS([a]) | ABS([b]-[m])
MIN([a],[b]) | MAX([a],[b],[m]) | MIN([a],3) | MAX([n],0) | MIN([n],[n]+1,5) | MAX([a]/[b],1)
SUM([a],[b],[m]) | SUM([a],1) | AVERAGE([a],[b]) | AVERAGE([a],[b],[m],1) | COUNT([a],[b]) | POWER([b],2)
POWER([b],[n]/[n]) | POWER([a],0.5) | POWER(2,[b]) | POWER([b],-1) | SQRT([a]) | SQRT([m])
CEILING([b],1) | CEILING([b],0.5) | CEILING([m],0.05) | CEILING([a],[n]) | FLOOR([b],1) | FLOOR([b],0.5)
FLOOR([m],0.05) | FLOOR([a],10) | CEILING([a],7)
LEFT([t],2) | LEFT([t]) | RIGHT([t],2) | RIGHT([t],0) | MID([t],2,2) | MID([t],1,100) | LEN([t]) | LEN([a]) | LEN([b])
TRIM([t]) | UPPER([t]) | LOWER([t]) | CONCAT([t],"-",[u]) | CONCATENATE([t],[a])
TEXTJOIN("、",TRUE,[t],[u],[a]) | TEXTJOIN("-",FALSE,[t],[u]) | SUBSTITUTE([t],"a","中") | SUBSTITUTE([t],[u],"*")
SUBSTITUTE([t],"b","",2) | SUBSTITUTE([t],"a","xx",1) | FIND([u],[t]) | FIND("b",[t],2) | FIND("卡",[t])
SEARCH([u],[t]) | SEARCH("B",[t]) | SEARCH("a?c",[t]) | SEARCH("b*",[t],2) | SEARCH("~?",[t]) | VALUE([t]) | VALUE("12")
REPT([u],3) | REPT("ab",[n]/[n]) | EXACT([t],[u]) | EXACT([t],"Abc")
TEXT([a],"0") | TEXT([b],"0.00") | TEXT([m],"#,##0.00") | TEXT([a],"#,##0") | TEXT([b],"0%") | TEXT([b],"0.0%")
TEXT([a],"000") | TEXT([m],"¥#,##0.00") | TEXT([d],"yyyy-mm-dd") | TEXT([d],"yyyy年m月d日") | TEXT([d],"yymmdd")
TEXT([d],"m/d") | TEXT([b],"0.0")&"折" | TEXT([d],"ddd") | TEXT([d],"dddd") | TEXT([d],"mmm")
YEAR([d]) | MONTH([d]) | DAY([d]) | WEEKDAY([d]) | WEEKDAY([d],2) | WEEKDAY([d],3) | WEEKDAY([d],16) | ISOWEEKNUM([d])
WEEKNUM([d],21) | EOMONTH([d],0) | EOMONTH([d],1) | EOMONTH([d],-13) | EDATE([d],1) | EDATE([d],-12)
EDATE([d],[n]/[n])
DATE(2026,3,1) | DATE(YEAR([d]),1,1) | DATE(YEAR([d]),MONTH([d]),1) | DATE(YEAR([d]),MONTH([d])+1,0)
DATE(YEAR([d]),MONTH([d])+14,-40) | DATE(2027,2,29) | DATE(2026,[n]/[n]-5,400) | DAYS([e],[d]) | [e]-[d] | [d]+1 | [d]-30 | [d]+[b]
DATEDIF([d],[e],"D") | DATEDIF([d],[e],"M") | DATEDIF([d],[e],"Y") | DATEDIF([d],[e],"YM") | TODAY()-[d] | [d]>TODAY()
MAX([d],[e]) | MIN([d],[e])
NETWORKDAYS([d],[e])
"""

# Ours, and how LibreOffice says it.
OTHERWISE = {
    "CONTAINS([t],[u])": "ISNUMBER(SEARCH([u],[t]))",
    'CONTAINS([t],"卡")': 'ISNUMBER(SEARCH("卡",[t]))',
    "COALESCE([a],[b],0)": "IF(NOT(ISBLANK([a])),[a],IF(NOT(ISBLANK([b])),[b],0))",
    "WEEK([d])": '"W"&TEXT(ISOWEEKNUM([d]),"00")',
    "WORKDAY([d],0)": "[d]",
    "NETWORKDAYS([d],[e])": "NETWORKDAYS([d],[e],Off!$A$1:$A$3)"
    "+IF([d]<=[e],1,-1)*AND(DATE(2026,1,4)>=MIN([d],[e]),DATE(2026,1,4)<=MAX([d],[e]))",
}


def pairs() -> dict[str, str]:
    """Ours → LibreOffice's."""
    names = {}
    for line in ALIKE.strip().splitlines():
        for name in line.split("|"):
            names[name.strip()] = name.strip()
    names.update(OTHERWISE)
    return names
